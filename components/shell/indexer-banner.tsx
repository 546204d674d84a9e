'use client';
import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { indexerStatus } from '@/lib/api/indexer-status';
import { useApi } from '../common/data/use-api';

/** One line under the header while the indexer does not answer: pages then read the chain itself. */
export function IndexerBanner() {
  const api = useApi();
  const { isError } = useQuery({
    queryKey: ['indexer-status'],
    queryFn: () => indexerStatus(api),
    refetchInterval: 5_000,
    retry: 1,
  });
  if (!isError) return null;
  return (
    <div role="status" className="border-b border-line bg-warn-soft text-sm text-warn">
      <p className="page flex items-center gap-2 py-2">
        <CloudOff aria-hidden className="size-4 shrink-0" />
        The indexer does not answer. Everything here is read straight from the chain: right, only slower.
      </p>
    </div>
  );
}
