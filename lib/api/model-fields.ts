import { z } from 'zod';
import { firstIdOf } from './event-id.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import type { ModelSummary, PricePoint } from './types.ts';

const DAY_SEC = 86_400;
const WEEK_SEC = 7 * DAY_SEC;
/** Hours of a sparkline, where a model has been traded for long enough; else its last trades. */
const SPARK_POINTS = 24;
const LEAST_HOURS = 8;

/** Variables that `modelFields` uses; they go into the operation's head. */
export const modelHead = '$dayAgo: BigInt!, $weekAgo: BigInt!';

/** Ids of events are numbers that begin with the time: comparing them finds the last event before a second. */
export function modelVariables(nowSec: number): { dayAgo: string; weekAgo: string } {
  const idAt = (sec: number) => firstIdOf(Math.max(0, sec + 1)).toString();
  return { dayAgo: idAt(nowSec - DAY_SEC), weekAgo: idAt(nowSec - WEEK_SEC) };
}

/** GraphQL fields of one model. */
export const modelFields = `
  token name symbol contractURI creator curve vesting modelId modelHash programHash bundleURI inferencePriceWei
  saleBps liquidityBps creatorBps treasuryBps claimableBps targetWei releasePeriodSec snapshotIntervalSec cliffSec
  vestingSec snipeFeeBps snipeDurationSec launchedAtSec launchBlock launchTxHash totalSupply startPriceWei tokenPriceWei
  marketCapWei reserveWei tokensSold complete tradeCount volumeWei holderCount requestCount revenueWei
  inferenceRevenueWei tradingRevenueWei
  before: trades(where: {id_lt: $dayAgo}, orderBy: "id", orderDirection: "desc", limit: 1) {
    items { priceWei cumulativeVolumeWei }
  }
  last: trades(orderBy: "id", orderDirection: "desc", limit: ${SPARK_POINTS}) { items { priceWei atSec } }
  hours(orderBy: "hourSec", orderDirection: "desc", limit: ${SPARK_POINTS}) { items { hourSec closePriceWei } }
  earned: revenues(where: {id_lt: $weekAgo}, orderBy: "id", orderDirection: "desc", limit: 1) {
    items { cumulativeInferenceWei }
  }`;

const int = z.number().int();

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
  tradeCount: int,
  volumeWei: integer,
  holderCount: int,
  requestCount: int,
  revenueWei: integer,
  inferenceRevenueWei: integer,
  tradingRevenueWei: integer,
  before: pageOf(z.object({ priceWei: integer, cumulativeVolumeWei: integer })),
  last: pageOf(z.object({ priceWei: integer, atSec: int })),
  hours: pageOf(z.object({ hourSec: int, closePriceWei: integer })),
  earned: pageOf(z.object({ cumulativeInferenceWei: integer })),
});

/** One model as the indexer gives it, turned into the type that pages use. */
export const modelSchema = row.transform((found): ModelSummary => {
  const { startPriceWei, before, last, hours, earned, ...facts } = found;
  const [old] = before.items;
  const byHour = hours.items.map(({ hourSec, closePriceWei }) => ({ atSec: hourSec, priceWei: closePriceWei }));
  return {
    ...facts,
    volume24hWei: facts.volumeWei - (old?.cumulativeVolumeWei ?? 0n),
    change24hBps: changeBps(facts.tradeCount, old?.priceWei ?? startPriceWei, facts.tokenPriceWei),
    inferenceRevenue7dWei: facts.inferenceRevenueWei - (earned.items[0]?.cumulativeInferenceWei ?? 0n),
    sparkline: sparkline({
      points: byHour.length >= LEAST_HOURS ? byHour : last.items,
      isComplete: facts.tradeCount <= SPARK_POINTS && byHour.length < LEAST_HOURS,
      start: { atSec: facts.launchedAtSec, priceWei: startPriceWei },
    }),
  };
});

/** Change from one price to another in 1/10,000, rounded towards zero; null when nothing was traded. */
export function changeBps(tradeCount: number, fromWei: bigint, toWei: bigint): number | null {
  if (tradeCount === 0 || fromWei === 0n) return null;
  return Number(((toWei - fromWei) * 10_000n) / fromWei);
}

/** Points in the order of time, from the launch where they reach back to it. `points` are newest first. */
function sparkline(line: { points: PricePoint[]; isComplete: boolean; start: PricePoint }): PricePoint[] {
  const inOrder = line.points.toReversed();
  return line.isComplete ? [line.start, ...inOrder] : inOrder;
}
