import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DisputeList } from '@/components/dispute/dispute-list';
import { Skeleton } from '@/components/ui/skeleton';

export const metadata: Metadata = {
  title: 'Disputes',
  description: 'Answers that were challenged, and how the games on chain went.',
};

export default function DisputesPage() {
  return (
    <>
      <h1 className="mb-2 text-3xl font-[640] sm:text-4xl">Disputes</h1>
      <p className="mb-8 max-w-2xl text-ink-2">
        Whoever gets another result than an operator posted puts up a bond. A game on chain goes down to the first
        number that differs and recomputes it.
      </p>
      <Suspense fallback={<Skeleton className="h-64 w-full rounded-card" />}>
        <DisputeList />
      </Suspense>
    </>
  );
}
