import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { DisputeView } from '@/components/dispute/dispute-view';
import { Skeleton } from '@/components/ui/skeleton';
import { gameExists, parseGameId } from './describe';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return {
    title: `Dispute ${id}`,
    description: 'A dispute over an answer, from the whole run down to the one number that is wrong.',
  };
}

export default async function DisputePage({ params }: Props) {
  const gameId = parseGameId((await params).id);
  if (gameId === null || !(await gameExists(gameId))) notFound();
  return (
    <>
      <h1 className="mb-6 text-3xl font-[640]">
        Dispute <span className="num">{gameId.toString()}</span>
      </h1>
      <Suspense fallback={<Skeleton className="h-[40rem] w-full rounded-card" />}>
        <DisputeView gameId={gameId} />
      </Suspense>
    </>
  );
}
