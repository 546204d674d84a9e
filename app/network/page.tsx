import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NetworkView } from '@/components/network/network-view';
import { Skeleton } from '@/components/ui/skeleton';

export const metadata: Metadata = {
  title: 'Network',
  description: 'Who runs the models, who checks them, and which answers are being challenged now.',
};

export default function NetworkPage() {
  return (
    <>
      <h1 className="mb-2 text-3xl font-[640] sm:text-4xl">Network</h1>
      <p className="mb-8 max-w-2xl text-ink-2">
        Operators run the models and put up a bond for every answer. Validators run them again. Whoever finds a wrong
        answer can challenge it, and the liar pays.
      </p>
      <Suspense fallback={<Skeleton className="h-[40rem] w-full rounded-card" />}>
        <NetworkView />
      </Suspense>
    </>
  );
}
