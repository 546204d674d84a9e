import type { Address } from 'viem';
import { z } from 'zod';
import { type ApiContext, nowSecOf } from './context.ts';
import { integer, pageOf } from './fields.ts';
import { CANDLE_SEC, type Candle, type CandleInterval, candleStart, fillCandles } from './market/candle.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

/** As many as the indexer gives at once. */
export const MAX_CANDLES = 1_000;

/** `beforeSec` is where the page ends: the `startSec` of the first candle of the page after it, or now. */
export type ListCandlesOptions = { interval: CandleInterval; limit?: number; beforeSec?: number };

const int = z.number().int();
const candle = z.object({
  startSec: int,
  openWei: integer,
  highWei: integer,
  lowWei: integer,
  closeWei: integer,
  volumeWei: integer,
  tradeCount: int,
  revenueWei: integer,
  inferenceRevenueWei: integer,
});
const schema = z.object({
  model: z.object({ startPriceWei: integer, launchedAtSec: int }).nullable(),
  candles: pageOf(candle),
  previous: pageOf(z.object({ closeWei: integer })),
});

/**
 * The candles of a token, oldest first, in one line over curve and pool: every interval from the launch on is there, an
 * empty one stays at the last price, and the last one is still running. At most `limit` (500 unless given, 1,000 at most)
 * that end before `beforeSec`. Empty for an unknown token, and before its launch.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listCandles(api: ApiContext, token: Address, options: ListCandlesOptions): Promise<Read<Candle[]>> {
  const intervalSec = CANDLE_SEC[options.interval];
  const limit = Math.min(options.limit ?? 500, MAX_CANDLES);
  const beforeSec = options.beforeSec ?? nowSecOf(api) + 1;
  const earliestSec = Math.max(0, candleStart(beforeSec - 1, intervalSec) - (limit - 1) * intervalSec);
  const rangeOf = (launchedAtSec: number) => ({
    intervalSec,
    fromSec: Math.max(earliestSec, candleStart(launchedAtSec, intervalSec)),
    beforeSec,
  });
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($token: String!, $interval: Int!, $from: Int!, $before: Int!, $limit: Int!)',
        fields: `
          model(token: $token) { startPriceWei launchedAtSec }
          candles(where: {token: $token, intervalSec: $interval, startSec_gte: $from, startSec_lt: $before},
            orderBy: "startSec", orderDirection: "asc", limit: $limit) {
            items {
              startSec openWei highWei lowWei closeWei volumeWei tradeCount revenueWei inferenceRevenueWei
            }
          }
          previous: candles(where: {token: $token, intervalSec: $interval, startSec_lt: $from},
            orderBy: "startSec", orderDirection: "desc", limit: 1) { items { closeWei } }`,
        variables: {
          token: token.toLowerCase(),
          interval: intervalSec,
          from: earliestSec,
          before: beforeSec,
          limit: MAX_CANDLES,
        },
        schema,
      });
      if (data.model === null) return { data: [], ...at };
      const priceWei = data.previous.items[0]?.closeWei ?? data.model.startPriceWei;
      return { data: fillCandles(data.candles.items, { ...rangeOf(data.model.launchedAtSec), priceWei }), ...at };
    },
    chain: async () => {
      const { readCandles } = await import('./chain/read-candles.ts');
      const { data, blockNumber } = await readCandles(api, { token, intervalSec });
      if (data === null) return { data: [], blockNumber };
      const range = rangeOf(data.launchedAtSec);
      const stored = data.candles.filter(({ startSec }) => startSec >= range.fromSec && startSec < beforeSec);
      const before = data.candles.findLast(({ startSec }) => startSec < range.fromSec);
      return { data: fillCandles(stored, { ...range, priceWei: before?.closeWei ?? data.startPriceWei }), blockNumber };
    },
  });
}
