import { z } from 'zod';
import { firstIdOf } from './event-id.ts';
import { address, hex, integer } from './fields.ts';
import { aprBps } from './market/apr.ts';
import { sparkline } from './market/sparkline.ts';
import type { ModelSummary } from './types.ts';

const DAY_SEC = 86_400;
const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/** The bounds in a request for models: ids of events are numbers that begin with the time. */
export function lookBack(nowSec: number): { dayId: string; weekId: string; monthId: string } {
  const idAt = (sec: number) => firstIdOf(Math.max(0, sec + 1)).toString();
  return {
    dayId: idAt(nowSec - DAY_SEC),
    weekId: idAt(nowSec - WEEK_DAYS * DAY_SEC),
    monthId: idAt(nowSec - MONTH_DAYS * DAY_SEC),
  };
}

const int = z.number().int();
const points = z.array(z.object({ atSec: int, priceWei: integer }));

const row = z.object({
  token: address,
  name: z.string(),
  symbol: z.string(),
  contractURI: z.string(),
  creator: address,
  curve: address,
  vesting: address.nullable(),
  modelId: integer,
  modelHash: hex,
  programHash: hex,
  bundleURI: z.string(),
  inferencePriceWei: integer,
  saleBps: int,
  liquidityBps: int,
  creatorBps: int,
  treasuryBps: int,
  claimableBps: int,
  targetWei: integer,
  releasePeriodSec: int,
  snapshotIntervalSec: int,
  cliffSec: int,
  vestingSec: int,
  snipeFeeBps: int,
  snipeDurationSec: int,
  launchedAtSec: int,
  launchBlock: integer,
  launchTxHash: hex,
  totalSupply: integer,
  startPriceWei: integer,
  tokenPriceWei: integer,
  marketCapWei: integer,
  reserveWei: integer,
  tokensSold: integer,
  complete: z.boolean(),
  graduated: z.boolean(),
  graduatedAtSec: int.nullable(),
  poolId: hex.nullable(),
  poolFeePips: int.nullable(),
  tradeCount: int,
  volumeWei: integer,
  holderCount: int,
  requestCount: int,
  revenueWei: integer,
  inferenceRevenueWei: integer,
  tradingRevenueWei: integer,
  snipeRevenueWei: integer,
  poolRevenueWei: integer,
  mintRevenueWei: integer,
  royaltyRevenueWei: integer,
  // The state before the last day, week and month; null where nothing is that old.
  dayPriceWei: integer.nullable(),
  dayVolumeWei: integer.nullable(),
  weekInferenceWei: integer.nullable(),
  weekTradingWei: integer.nullable(),
  monthInferenceWei: integer.nullable(),
  monthTradingWei: integer.nullable(),
  hours: points,
  last: points,
});

/** One model as the indexer gives it, turned into the type that pages use. */
export const modelSchema = row.transform((found): ModelSummary => {
  const { startPriceWei, dayPriceWei, dayVolumeWei, hours, last, ...rest } = found;
  const { weekInferenceWei, weekTradingWei, monthInferenceWei, monthTradingWei, ...facts } = rest;
  return {
    ...facts,
    volume24hWei: facts.volumeWei - (dayVolumeWei ?? 0n),
    change24hBps: changeBps(facts.tradeCount, dayPriceWei ?? startPriceWei, facts.tokenPriceWei),
    ...revenueRates({
      marketCapWei: facts.marketCapWei,
      inferenceRevenue7dWei: facts.inferenceRevenueWei - (weekInferenceWei ?? 0n),
      inferenceRevenue30dWei: facts.inferenceRevenueWei - (monthInferenceWei ?? 0n),
      tradingRevenue7dWei: facts.tradingRevenueWei - (weekTradingWei ?? 0n),
      tradingRevenue30dWei: facts.tradingRevenueWei - (monthTradingWei ?? 0n),
    }),
    sparkline: sparkline({
      hours,
      last,
      tradeCount: facts.tradeCount,
      start: { atSec: facts.launchedAtSec, priceWei: startPriceWei },
    }),
  };
});

type RecentRevenue = Pick<
  ModelSummary,
  'inferenceRevenue7dWei' | 'inferenceRevenue30dWei' | 'tradingRevenue7dWei' | 'tradingRevenue30dWei'
>;

/** Recent revenue with the yearly rates that follow from it. */
export function revenueRates({ marketCapWei, ...recent }: RecentRevenue & { marketCapWei: bigint }) {
  const rate = (revenueWei: bigint, days: number) => aprBps({ revenueWei, days, marketCapWei });
  return {
    ...recent,
    inferenceApr7dBps: rate(recent.inferenceRevenue7dWei, WEEK_DAYS),
    inferenceApr30dBps: rate(recent.inferenceRevenue30dWei, MONTH_DAYS),
    tradingApr7dBps: rate(recent.tradingRevenue7dWei, WEEK_DAYS),
    tradingApr30dBps: rate(recent.tradingRevenue30dWei, MONTH_DAYS),
  };
}

/** Change from one price to another in 1/10,000, rounded towards zero; null when nothing was traded. */
export function changeBps(tradeCount: number, fromWei: bigint, toWei: bigint): number | null {
  if (tradeCount === 0 || fromWei === 0n) return null;
  return Number(((toWei - fromWei) * 10_000n) / fromWei);
}
