'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { getRequest, listRequests } from '@/lib/api/list-requests';
import type { Read, RequestRow } from '@/lib/api/types';
import { isTerminal } from '@/lib/request/timeline';
import { useApi } from '../data/use-api';

const LIVE_MS = 1_000;
const LIST_MS = 4_000;

/** One request, read once a second until nothing more can happen to it. Null data: unknown id. */
export function useRequest(requestId: bigint) {
  const api = useApi();
  return useQuery<Read<RequestRow | null>>({
    queryKey: ['request', requestId.toString()],
    queryFn: () => getRequest(api, requestId),
    refetchInterval: ({ state }) => {
      const row = state.data?.data;
      return row !== undefined && row !== null && isTerminal(row.status) ? false : LIVE_MS;
    },
  });
}

export type RequestFilter = { payer?: Address; token?: Address };

/** Requests of an account or to a model, newest first. */
export function useRequests(filter: RequestFilter, limit: number) {
  const api = useApi();
  return useQuery<Read<RequestRow[]>>({
    queryKey: ['requests', filter.payer, filter.token, limit],
    queryFn: () => listRequests(api, { ...filter, limit }),
    refetchInterval: LIST_MS,
    placeholderData: keepPreviousData,
  });
}
