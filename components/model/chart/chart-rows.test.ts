import { describe, expect, it } from 'vitest';
import { flatCandle } from '@/lib/api/market/candle';
import { chartRows, firstInterval, joinPages } from './chart-rows';

const ONE = 10n ** 18n;
const candles = [flatCandle(60, 10n), { ...flatCandle(120, 10n), highWei: 30n, closeWei: 20n }, flatCandle(180, 20n)];
const options = { unit: 'price', totalSupply: 1_000n * ONE, intervalSec: 60, graduatedAtSec: null } as const;

describe('chartRows', () => {
  it('keeps prices as they are', () =>
    expect(chartRows(candles, options).map(({ close }) => close)).toEqual([10n, 20n, 20n]));
  it('multiplies by the supply for the market cap', () =>
    expect(chartRows(candles, { ...options, unit: 'cap' })[1]).toMatchObject({ open: 10_000n, high: 30_000n }));
  it.each([
    [119, [true, false, false]],
    [120, [false, true, false]],
    [240, [false, false, false]],
  ])('marks the interval of a graduation at %i', (graduatedAtSec, marked) =>
    expect(chartRows(candles, { ...options, graduatedAtSec }).map(({ isGraduation }) => isGraduation)).toEqual(marked),
  );
});

describe('joinPages', () => {
  it('lets the newer page hold where both have an interval', () => {
    const joined = joinPages([flatCandle(60, 1n), flatCandle(120, 1n)], [flatCandle(120, 2n), flatCandle(180, 2n)]);
    expect(joined.map(({ startSec, closeWei }) => [startSec, closeWei])).toEqual([
      [60, 1n],
      [120, 2n],
      [180, 2n],
    ]);
  });
  it('is the older page when the newer one is empty', () => expect(joinPages(candles, [])).toEqual(candles));
});

describe('firstInterval', () => {
  it.each([
    [0, '1m'],
    [4 * 3_600, '5m'],
    [86_400, '15m'],
    [7 * 86_400, '1h'],
    [30 * 86_400, '4h'],
    [400 * 86_400, '1d'],
  ])('chooses for an age of %i s the interval %s', (age, interval) => expect(firstInterval(age)).toBe(interval));
});
