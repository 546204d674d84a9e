import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LaunchWizard } from '@/components/launch/launch-wizard';
import { Skeleton } from '@/components/ui/skeleton';

export const metadata: Metadata = {
  title: 'Launch a model',
  description: 'Turn an open model into a token that earns: check it in your browser, set the terms, sign once.',
};

export default function LaunchPage() {
  return (
    <>
      <h1 className="mb-2 text-3xl font-[640] sm:text-4xl">Launch a model</h1>
      <p className="mb-8 max-w-2xl text-ink-2">
        One transaction turns an open model into a token. People buy it, anyone pays the model for answers, and the fees
        flow to those who hold it.
      </p>
      <Suspense fallback={<Skeleton className="h-96 w-full rounded-card" />}>
        <LaunchWizard />
      </Suspense>
    </>
  );
}
