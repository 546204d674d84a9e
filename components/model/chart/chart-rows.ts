import type { Candle } from '@/lib/api/market/candle';
import { marketCapOf } from '@/lib/api/price';

/** What the chart's scale means: wei for one whole token, or wei for all of them. */
export const CHART_UNITS = ['price', 'cap'] as const;
export type ChartUnit = (typeof CHART_UNITS)[number];

export const CHART_FORMS = ['candles', 'line'] as const;
export type ChartForm = (typeof CHART_FORMS)[number];

/** One interval as it is shown: exact for the table and the legend. All amounts in wei. */
export type ChartRow = {
  startSec: number;
  open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  volumeWei: bigint;
  revenueWei: bigint;
  tradeCount: number;
  /** The token moved from its curve to its pool in this interval. */
  isGraduation: boolean;
};

/** Candles in the chart's unit, oldest first. `totalSupply` is today's: the market cap of the past is told at it. */
export function chartRows(
  candles: readonly Candle[],
  {
    unit,
    totalSupply,
    intervalSec,
    graduatedAtSec,
  }: { unit: ChartUnit; totalSupply: bigint; intervalSec: number; graduatedAtSec: number | null },
): ChartRow[] {
  const scale = (priceWei: bigint) => (unit === 'price' ? priceWei : marketCapOf(totalSupply, priceWei));
  return candles.map((candle) => ({
    startSec: candle.startSec,
    open: scale(candle.openWei),
    high: scale(candle.highWei),
    low: scale(candle.lowWei),
    close: scale(candle.closeWei),
    volumeWei: candle.volumeWei,
    revenueWei: candle.revenueWei,
    tradeCount: candle.tradeCount,
    isGraduation:
      graduatedAtSec !== null && graduatedAtSec >= candle.startSec && graduatedAtSec < candle.startSec + intervalSec,
  }));
}

/** Two pages of candles as one line, oldest first: where both have an interval, the newer page's holds. */
export function joinPages(older: readonly Candle[], newer: readonly Candle[]): Candle[] {
  const [first] = newer;
  return first === undefined ? [...older] : [...older.filter(({ startSec }) => startSec < first.startSec), ...newer];
}

const AGE_LIMITS = [
  { untilSec: 4 * 3_600, interval: '1m' },
  { untilSec: 24 * 3_600, interval: '5m' },
  { untilSec: 4 * 86_400, interval: '15m' },
  { untilSec: 21 * 86_400, interval: '1h' },
  { untilSec: 90 * 86_400, interval: '4h' },
] as const;

/** The interval that shows a model of this age as one picture. */
export function firstInterval(ageSec: number): '1m' | '5m' | '15m' | '1h' | '4h' | '1d' {
  return AGE_LIMITS.find(({ untilSec }) => ageSec < untilSec)?.interval ?? '1d';
}
