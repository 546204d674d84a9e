import { Suspense } from 'react';
import { Hero } from '@/components/explore/hero';
import { ModelList } from '@/components/explore/model-list';
import { FIRST_MODELS } from '@/components/explore/select-models';
import { Skeleton } from '@/components/ui/skeleton';
import { listModels } from '@/lib/api/list-models';
import type { ModelSummary, Read } from '@/lib/api/types';
import { serverApi } from './api-context';

/** The newest models; nothing where they cannot be had now: the page itself says what is down. */
async function newestModels(): Promise<Read<ModelSummary[]> | undefined> {
  try {
    return await listModels(serverApi(), { sort: 'newest', limit: FIRST_MODELS });
  } catch {
    return undefined;
  }
}

async function Models() {
  const initial = await newestModels();
  return <ModelList {...(initial === undefined ? {} : { initial })} />;
}

export default function ExplorePage() {
  return (
    <div className="flex flex-col gap-14">
      <Hero />
      <Suspense fallback={<Skeleton className="h-[48rem] rounded-card" />}>
        <Models />
      </Suspense>
    </div>
  );
}
