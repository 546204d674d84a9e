import { describe, expect, it } from 'vitest';
import { addToTrend, NO_TREND } from '../src/trend.ts';

const HALF_LIFE_SEC = 6 * 3600;

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
