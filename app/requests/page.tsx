import type { Metadata } from 'next';
import { Suspense } from 'react';
import { MyRequests } from '@/components/request/my-requests';
import { Skeleton } from '@/components/ui/skeleton';

export const metadata: Metadata = { title: 'My requests', description: 'What you asked, and what came of it.' };

export default function RequestsPage() {
  return (
    <>
      <h1 className="mb-8 text-3xl font-[640] sm:text-4xl">My requests</h1>
      <Suspense fallback={<Skeleton className="h-64 w-full rounded-card" />}>
        <MyRequests />
      </Suspense>
    </>
  );
}
