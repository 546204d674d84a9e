'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Read } from '@/lib/api/types';
import { toAppError } from '@/lib/errors/decode';
import { relativeTime } from '@/lib/format/time';
import { LoadingLabel } from '../../ui/skeleton';
import { ErrorState, StaleNote } from '../../ui/states';
import { useNowSec } from '../use-now';

type QueryBlockProps<T> = {
  query: UseQueryResult<Read<T>>;
  /** What it is, for screen readers and errors: "models". */
  what: string;
  skeleton: ReactNode;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
};

/** Says when a block of data is old because reading it again failed. That the indexer is down is said once, in the banner. */
export function StaleData<T>({ query }: { query: UseQueryResult<Read<T>> }) {
  const now = useNowSec();
  const read = query.data;
  if (read === undefined || now === null) return null;
  return query.isError ? <StaleNote age={relativeTime(read.atSec, now)} /> : null;
}

/** One block of data in its four states: loading, failed, empty, there (and old). */
export function QueryBlock<T>({ query, what, skeleton, isEmpty, empty, children }: QueryBlockProps<T>) {
  if (query.data === undefined) {
    if (query.isError) {
      return (
        <ErrorState
          title={`The ${what} could not be loaded`}
          detail={toAppError(query.error).message}
          onRetry={() => void query.refetch()}
        />
      );
    }
    return (
      <>
        <LoadingLabel what={what} />
        {skeleton}
      </>
    );
  }
  const { data } = query.data;
  return (
    <div className="flex flex-col gap-3">
      <StaleData query={query} />
      {isEmpty?.(data) === true ? empty : children(data)}
    </div>
  );
}
