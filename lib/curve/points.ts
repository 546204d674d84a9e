import { type Curve, priceAt, reserveAt } from './curve.ts';

/** One point of the curve: what is raised and what a whole token costs when `tokensSold` are out. */
export type CurvePoint = { tokensSold: bigint; reserveWei: bigint; priceWei: bigint };

/**
 * `count` points from nothing sold to everything sold, evenly spaced by tokens, both ends included.
 *
 * @param count at least 2
 */
export function curvePoints(curve: Curve, count: number): CurvePoint[] {
  if (!Number.isInteger(count) || count < 2) throw new RangeError('A line has at least two points.');
  return Array.from({ length: count }, (_, index) => {
    const tokensSold = (curve.saleSupply * BigInt(index)) / BigInt(count - 1);
    return { tokensSold, reserveWei: reserveAt(curve, tokensSold), priceWei: priceAt(curve, tokensSold) };
  });
}
