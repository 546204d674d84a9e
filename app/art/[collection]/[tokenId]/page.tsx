import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { ArtSkeleton, ArtView } from '@/components/art/art-view';
import { formatBps } from '@/lib/format/percent';
import { shownLine } from '@/lib/request/shown';
import { artAt, describeArt, parseArtPath } from './describe';

type Props = { params: Promise<{ collection: string; tokenId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const art = await artAt(await params);
  if (art === null) return { title: 'Artwork' };
  return {
    title: `“${shownLine(art.prompt, 60)}” by ${art.modelName}`,
    description: `An answer of ${art.modelName} as an NFT, ${art.status.toLowerCase()}. Royalty to the holders of the model: ${formatBps(art.royaltyBps)}.`,
  };
}

export default async function ArtPage({ params }: Props) {
  const at = parseArtPath(await params);
  if (at === null) notFound();
  const described = await describeArt(at.collection, at.tokenId);
  if (described.kind === 'unknown') notFound();
  return (
    <>
      <h1 dir="auto" className="mb-6 text-2xl font-[640] break-words sm:text-3xl">
        {described.kind === 'art' ? shownLine(described.art.prompt, 90) : 'Artwork'}
      </h1>
      <Suspense fallback={<ArtSkeleton />}>
        <ArtView collection={at.collection} tokenId={at.tokenId} />
      </Suspense>
    </>
  );
}
