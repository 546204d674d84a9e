import { Skeleton } from './skeleton';

/** Rows of a table while they load. */
export function RowSkeletons() {
  return (
    <div className="flex flex-col gap-3">
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <Skeleton key={key} className="h-11" />
      ))}
    </div>
  );
}
