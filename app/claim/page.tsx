import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ClaimView } from '@/components/claim/claim-view';
import { Skeleton } from '@/components/ui/skeleton';

export const metadata: Metadata = {
  title: 'Claim revenue',
  description: 'What the models you hold have earned for you, per snapshot and currency. Claim one or all at once.',
};

export default function ClaimPage() {
  return (
    <>
      <h1 className="mb-2 text-3xl font-[640] sm:text-4xl">Claim revenue</h1>
      <p className="mb-8 max-w-2xl text-ink-2">
        Your part of what your models earn. It waits for you; claims never expire.
      </p>
      <Suspense fallback={<Skeleton className="h-64 w-full rounded-card" />}>
        <ClaimView />
      </Suspense>
    </>
  );
}
