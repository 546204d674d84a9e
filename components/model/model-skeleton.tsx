import { Skeleton } from '../ui/skeleton';

/** The model page while it loads, in its final sizes: the footer stays below what is seen. */
export function ModelSkeleton() {
  return (
    <div className="flex min-h-dvh flex-col gap-8">
      <div className="flex items-center gap-6">
        <Skeleton className="size-20 rounded-[22%] sm:size-24" />
        <div className="flex-1">
          <Skeleton className="h-9 w-64 max-w-full" />
          <Skeleton className="mt-3 h-5 w-48 max-w-full" />
        </div>
      </div>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-96 rounded-card" />
        <Skeleton className="h-[28rem] rounded-card max-lg:hidden" />
      </div>
    </div>
  );
}
