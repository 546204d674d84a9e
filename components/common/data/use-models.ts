'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { getModel } from '@/lib/api/get-model';
import { listHolders } from '@/lib/api/list-holders';
import { listModels } from '@/lib/api/list-models';
import { listRevenue } from '@/lib/api/list-revenue';
import { listSnapshots } from '@/lib/api/list-snapshots';
import { listTrades } from '@/lib/api/list-trades';
import type { ModelSort } from '@/lib/api/market/models-request';
import type { ModelFilter, ModelSummary, Read } from '@/lib/api/types';
import { useApi } from './use-api';

/** How often a block that people watch is read again; fast enough for a trade to appear while one looks. */
const LIVE_MS = 2_000;
const CALM_MS = 6_000;

/** Launched models in an order, live. Keeps what was shown while another order or search loads. */
export function useModels({
  sort,
  search = '',
  filter = {},
  limit = 100,
  initial,
}: {
  sort: ModelSort;
  search?: string;
  filter?: ModelFilter;
  limit?: number;
  initial?: Read<ModelSummary[]> | undefined;
}) {
  const api = useApi();
  return useQuery({
    queryKey: ['models', sort, search, filter, limit],
    queryFn: () => listModels(api, { sort, search, filter, limit }),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
    ...initialOf(initial),
  });
}

/** One model, live; null data for an unknown token. `initial`: what the server read already. */
export function useModel(token: Address, initial?: Read<ModelSummary | null>) {
  const api = useApi();
  return useQuery({
    queryKey: ['model', token],
    queryFn: () => getModel(api, token),
    refetchInterval: LIVE_MS,
    ...initialOf(initial),
  });
}

function initialOf<T>(initial: Read<T> | undefined) {
  return initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: initial.atSec * 1_000 };
}

/** The newest trades of a token, live. */
export function useTrades(token: Address) {
  const api = useApi();
  return useQuery({ queryKey: ['trades', token], queryFn: () => listTrades(api, token), refetchInterval: LIVE_MS });
}

/** Holders, the largest first. */
export function useHolders(token: Address) {
  const api = useApi();
  return useQuery({ queryKey: ['holders', token], queryFn: () => listHolders(api, token), refetchInterval: CALM_MS });
}

/** ETH that arrived, newest first. */
export function useRevenue(token: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['revenue', token],
    queryFn: () => listRevenue(api, token, { limit: 50 }),
    refetchInterval: CALM_MS,
  });
}

/** Snapshots, newest first. */
export function useSnapshots(token: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['snapshots', token],
    queryFn: () => listSnapshots(api, token),
    refetchInterval: CALM_MS,
  });
}
