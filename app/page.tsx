import { Suspense } from 'react';
import { Hero } from '@/components/explore/hero';
import { ModelList } from '@/components/explore/model-list';
import { Skeleton } from '@/components/ui/skeleton';

export default function ExplorePage() {
  return (
    <div className="flex flex-col gap-14">
      <Hero />
      <Suspense fallback={<Skeleton className="h-96 rounded-card" />}>
        <ModelList />
      </Suspense>
    </div>
  );
}
