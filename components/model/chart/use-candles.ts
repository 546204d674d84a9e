'use client';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Address } from 'viem';
import { listCandles } from '@/lib/api/list-candles';
import { CANDLE_SEC, type Candle, type CandleInterval } from '@/lib/api/market/candle';
import { useApi } from '../../common/data/use-api';
import { joinPages } from './chart-rows';

const LIVE_MS = 2_000;
const PAGE = 500;

/**
 * The candles of a token: the newest 500 live, and older pages one by one with `loadOlder`. `candles` is one line, oldest
 * first.
 */
export function useCandles(token: Address, interval: CandleInterval) {
  const api = useApi();
  const [older, setOlder] = useState<{ interval: CandleInterval; before: readonly number[] }>({ interval, before: [] });
  const live = useQuery({
    queryKey: ['candles', token, interval],
    queryFn: () => listCandles(api, token, { interval, limit: PAGE }),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
  const before = older.interval === interval ? older.before : [];
  const pages = useQueries({
    queries: before.map((beforeSec) => ({
      queryKey: ['candles', token, interval, beforeSec],
      queryFn: () => listCandles(api, token, { interval, limit: PAGE, beforeSec }),
      staleTime: 60_000,
    })),
  });
  const isLoadingOlder = pages.some(({ isPending }) => isPending);
  const newest = live.data?.data;
  const candles = useMemo<Candle[]>(
    () => pages.reduce((line, page) => joinPages(page.data?.data ?? [], line), newest ?? []),
    [pages, newest],
  );
  const [first] = candles;
  const firstSec = first?.startSec;
  const hasOlder = candles.length === PAGE * (before.length + 1) && !isLoadingOlder && !live.isPlaceholderData;
  const loadOlder = useCallback(() => {
    if (hasOlder && firstSec !== undefined) setOlder({ interval, before: [...before, firstSec] });
  }, [hasOlder, firstSec, interval, before]);
  return { live, candles, loadOlder, intervalSec: CANDLE_SEC[interval] };
}
