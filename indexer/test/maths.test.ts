import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveShape, marginalPrice } from '../src/curve-shape.ts';
import { addToTrend, NO_TREND } from '../src/trend.ts';

const HALF_LIFE_SEC = 6 * 3600;

describe('curveShape', () => {
  it('opens the pool at the last price of the curve, within the rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5_000, max: 8_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        (saleBps, treasuryBps) => {
          const supply = 10n ** 27n;
          const saleSupply = (supply * BigInt(saleBps)) / 10_000n;
          const liquiditySupply = (saleSupply * BigInt(10_000 - treasuryBps)) / 10_000n / 3n;
          const targetWei = 10n ** 19n;
          const shape = curveShape({ saleSupply, liquiditySupply, targetWei, treasuryBps });
          const lastWei = marginalPrice(shape, { reserveWei: targetWei, tokensSold: saleSupply });
          const poolWei = (targetWei * BigInt(10_000 - treasuryBps) * 10n ** 18n) / (liquiditySupply * 10_000n);
          const apart = lastWei > poolWei ? lastWei - poolWei : poolWei - lastWei;
          expect(apart * 1_000_000n <= poolWei).toBe(true);
        },
      ),
    );
  });
});

describe('addToTrend', () => {
  const eth = 10n ** 18n;

  it('weighs a trade of one half-life ago half', () => {
    const old = addToTrend(NO_TREND, { weiAmount: 2n * eth, atSec: 0 });
    const young = addToTrend(NO_TREND, { weiAmount: eth, atSec: HALF_LIFE_SEC });
    expect(old).toBeCloseTo(young, 9);
  });

  it('adds up: two trades at once are one of the sum', () => {
    const twice = [eth, eth].reduce(
      (score, weiAmount) => addToTrend(score, { weiAmount, atSec: 1_795_377_078 }),
      NO_TREND,
    );
    expect(twice).toBeCloseTo(addToTrend(NO_TREND, { weiAmount: 2n * eth, atSec: 1_795_377_078 }), 9);
  });

  it('never falls, and ignores nothing-trades', () => {
    const score = addToTrend(NO_TREND, { weiAmount: eth, atSec: 1_000 });
    expect(addToTrend(score, { weiAmount: 1n, atSec: 1_000 })).toBeGreaterThanOrEqual(score);
    expect(addToTrend(score, { weiAmount: 0n, atSec: 9_999 })).toBe(score);
  });
});
