import type { PricePoint } from '@/lib/api/types';

/** The part of a price line from `sinceSec` on: the price from before it opens the range, and now closes it. */
export function pricePoints({
  points,
  sinceSec,
  nowSec,
}: {
  points: readonly PricePoint[];
  sinceSec: number;
  nowSec: number;
}): PricePoint[] {
  const before = points.findLast(({ atSec }) => atSec < sinceSec);
  const within = points.filter(({ atSec }) => atSec >= sinceSec);
  const line = before === undefined ? within : [{ atSec: sinceSec, priceWei: before.priceWei }, ...within];
  const last = line.at(-1);
  return last === undefined ? [] : [...line, { atSec: Math.max(nowSec, last.atSec), priceWei: last.priceWei }];
}
