import type { PricePoint } from '../types.ts';

/** Hours of a sparkline, or trades where there are fewer hours with trades than `LEAST_HOURS`. */
export const SPARK_POINTS = 24;
export const LEAST_HOURS = 8;

/**
 * A model's price in the order of time: the last price of each of the last 24 hours with trades, or the last 24 trades
 * where there are fewer than 8 such hours, from the launch where they reach back to it. `hours` and `last` are newest
 * first; `last` is not looked at where there are hours enough.
 */
export function sparkline(line: {
  hours: readonly PricePoint[];
  last: readonly PricePoint[];
  tradeCount: number;
  start: PricePoint;
}): PricePoint[] {
  if (line.hours.length >= LEAST_HOURS) return line.hours.slice(0, SPARK_POINTS).toReversed();
  const points = line.last.slice(0, SPARK_POINTS).toReversed();
  return line.tradeCount <= SPARK_POINTS ? [line.start, ...points] : points;
}
