'use client';
import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import type { ApiContext } from '@/lib/api/context';
import { listAccountVotes } from '@/lib/api/governance/list-votes';
import { listClaims } from '@/lib/api/list-claims';
import { listModels } from '@/lib/api/list-models';
import { listPositions } from '@/lib/api/list-positions';
import { listRequests } from '@/lib/api/list-requests';
import { listAccountTrades } from '@/lib/api/list-trades';
import type { ModelSummary, Read } from '@/lib/api/types';
import { type ActivityRow, activityOf } from '@/lib/portfolio/activity';
import { useApi } from '../common/data/use-api';

const LIVE_MS = 4_000;
const CALM_MS = 10_000;

/** What an account holds or has traded, with cost and profit, live. */
export function usePositions(account: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['positions', account],
    queryFn: () => listPositions(api, account),
    refetchInterval: LIVE_MS,
  });
}

/** Models that an account launched, newest first. */
export function useLaunches(account: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['launches', account],
    queryFn: () => listModels(api, { filter: { creator: account }, limit: 100 }),
    refetchInterval: CALM_MS,
  });
}

/** The votes of an account, newest first. */
export function useAccountVotes(account: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['accountVotes', account],
    queryFn: () => listAccountVotes(api, account),
    refetchInterval: CALM_MS,
  });
}

/** Everything an account did, and the models it did it with. `isCut`: there is more than was read. */
export type Activity = { rows: ActivityRow[]; models: ModelSummary[]; isCut: boolean };

/** The newest `limit` deeds of each kind of an account, in one order. */
export function useActivity(account: Address, limit: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['activity', account, limit],
    queryFn: () => readActivity(api, account, limit),
    refetchInterval: CALM_MS,
  });
}

async function readActivity(api: ApiContext, account: Address, limit: number): Promise<Read<Activity>> {
  const [trades, claims, requests, launches] = await Promise.all([
    listAccountTrades(api, account, { limit }),
    listClaims(api, { account, limit }),
    listRequests(api, { payer: account, limit }),
    listModels(api, { filter: { creator: account }, limit: 100 }),
  ]);
  const parts = { trades: trades.data, claims: claims.data, requests: requests.data, launches: launches.data };
  const rows = activityOf(parts);
  const tokens = [...new Set(rows.flatMap(({ token }) => token ?? []))].slice(0, 100);
  const models = tokens.length === 0 ? [] : (await listModels(api, { filter: { tokens }, limit: 100 })).data;
  const isCut = [parts.trades, parts.claims, parts.requests].some(({ length }) => length === limit);
  return { ...trades, data: { rows, models, isCut } };
}
