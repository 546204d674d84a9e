'use client';
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Address } from 'viem';
import { listCandles, MAX_CANDLES } from '@/lib/api/list-candles';
import { CANDLE_SEC, type Candle, type CandleInterval } from '@/lib/api/market/candle';
import type { Read } from '@/lib/api/types';
import { useApi } from '../../common/data/use-api';
import { joinPages } from './chart-rows';

const LIVE_MS = 2_000;
const PAGE = 500;

type Pages = { lists: (Candle[] | undefined)[]; isPending: boolean };

function combine(results: UseQueryResult<Read<Candle[]>>[]): Pages {
  return { lists: results.map(({ data }) => data?.data), isPending: results.some(({ isPending }) => isPending) };
}

/**
 * The candles of a token: the newest live, and older pages one by one with `loadOlder`. `candles` is one line without a
 * hole, oldest first.
 */
export function useCandles({
  token,
  interval,
  launchedAtSec,
}: {
  token: Address;
  interval: CandleInterval;
  launchedAtSec: number;
}) {
  const api = useApi();
  const scope = `${token}:${interval}`;
  const [older, setOlder] = useState<{ scope: string; before: readonly number[] }>({ scope, before: [] });
  const asked = older.scope === scope ? older.before : [];
  // With older pages beside it the live one reaches further back, so that the two still meet hours later.
  const limit = asked.length === 0 ? PAGE : MAX_CANDLES;
  const live = useQuery({
    queryKey: ['candles', token, interval, limit],
    queryFn: () => listCandles(api, token, { interval, limit }),
    refetchInterval: LIVE_MS,
    // The same line, only longer.
    placeholderData: (before, query) =>
      query?.queryKey[1] === token && query.queryKey[2] === interval ? before : undefined,
  });
  const newest = live.data?.data;
  const newestSec = newest?.[0]?.startSec;
  const seamSec = asked[0];
  // Where the live page has left the older ones behind, they are read again.
  const before = newestSec !== undefined && seamSec !== undefined && newestSec > seamSec ? [] : asked;
  const pages = useQueries({
    queries: before.map((beforeSec) => ({
      queryKey: ['candles', token, interval, PAGE, beforeSec],
      queryFn: () => listCandles(api, token, { interval, limit: PAGE, beforeSec }),
      staleTime: 60_000,
    })),
    combine,
  });
  const candles = useMemo<Candle[]>(
    () => pages.lists.reduce<Candle[]>((line, page) => joinPages(page ?? [], line), newest ?? []),
    [pages.lists, newest],
  );
  const firstSec = candles[0]?.startSec;
  const canLoad = !pages.isPending && firstSec !== undefined && firstSec > launchedAtSec;
  const loadOlder = useCallback(() => {
    if (canLoad) setOlder({ scope, before: [...before, firstSec] });
  }, [canLoad, firstSec, scope, before]);
  return { live, candles, loadOlder, intervalSec: CANDLE_SEC[interval] };
}
