import { describe, expect, it } from 'vitest';
import { pricePoints } from './price-points';

describe('pricePoints', () => {
  const points = [1, 2, 3].map((step) => ({ atSec: step * 10, priceWei: BigInt(step) }));
  it('goes from the oldest point to now', () =>
    expect(
      pricePoints({ points, sinceSec: Number.NEGATIVE_INFINITY, nowSec: 40 }).map(({ atSec, priceWei }) => [
        atSec,
        priceWei,
      ]),
    ).toEqual([
      [10, 1n],
      [20, 2n],
      [30, 3n],
      [40, 3n],
    ]));
  it('opens a range with the price from before it', () =>
    expect(pricePoints({ points, sinceSec: 15, nowSec: 40 }).map(({ atSec, priceWei }) => [atSec, priceWei])).toEqual([
      [15, 1n],
      [20, 2n],
      [30, 3n],
      [40, 3n],
    ]));
  it('draws a flat line where nothing was traded in the range', () =>
    expect(pricePoints({ points, sinceSec: 35, nowSec: 40 }).map(({ priceWei }) => priceWei)).toEqual([3n, 3n]));
  it('draws nothing without trades', () => expect(pricePoints({ points: [], sinceSec: 0, nowSec: 1 })).toEqual([]));
});
