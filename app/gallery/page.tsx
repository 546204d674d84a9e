import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PieceGridSkeleton } from '@/components/common/pieces/piece-card';
import { GalleryView } from '@/components/gallery/gallery-view';

export const metadata: Metadata = {
  title: 'Gallery',
  description:
    'Answers of open models as NFTs: prompt, answer and proof on chain, with a royalty for the holders of the model.',
};

export default function GalleryPage() {
  return (
    <>
      <h1 className="mb-3 text-3xl font-[640] sm:text-4xl">Gallery</h1>
      <p className="mb-8 max-w-2xl text-ink-2">
        Answers as NFTs. Prompt, answer and picture are on chain; mint fees and royalties go to the holders of the
        model.
      </p>
      <Suspense fallback={<PieceGridSkeleton />}>
        <GalleryView />
      </Suspense>
    </>
  );
}
