import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <div className="flex flex-col gap-6">
      <LoadingLabel what="the page" />
      <Skeleton className="h-10 w-2/3 max-w-lg" />
      <Skeleton className="h-5 w-full max-w-2xl" />
      <Skeleton className="h-80 w-full rounded-card" />
    </div>
  );
}
