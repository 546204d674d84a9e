import { describe, expect, it } from 'vitest';
import { type Candle, candlesOf, fillCandles, flatCandle } from './candle.ts';

const trade = (atSec: number, priceWei: bigint, weiAmount = 10n) => ({ atSec, priceWei, weiAmount });
const minute = { intervalSec: 60, startPriceWei: 100n };
const shape = ({ startSec, openWei, highWei, lowWei, closeWei }: Candle) => [
  startSec,
  ...[openWei, highWei, lowWei, closeWei].map(Number),
];

describe('candlesOf', () => {
  it('opens at the price before: the start price first, the last trade of the candle before it later', () => {
    const trades = [trade(60, 130n), trade(70, 90n), trade(119, 110n), trade(180, 120n)];
    expect(candlesOf({ trades, revenue: [] }, minute).map(shape)).toEqual([
      [60, 100, 130, 90, 110],
      [180, 110, 120, 110, 120],
    ]);
  });

  it('sums volume and counts trades and revenue', () => {
    const trades = [trade(60, 130n, 7n), trade(61, 131n, 8n)];
    const revenue = [
      { atSec: 65, amount: 3n, isInference: false },
      { atSec: 66, amount: 4n, isInference: true },
    ];
    const [candle] = candlesOf({ trades, revenue }, minute);
    expect(candle).toMatchObject({ volumeWei: 15n, tradeCount: 2, revenueWei: 7n, inferenceRevenueWei: 4n });
  });

  it('keeps revenue of an interval without trades at the price before it', () => {
    const trades = [trade(60, 130n), trade(300, 150n)];
    const revenue = [
      { atSec: 10, amount: 1n, isInference: true },
      { atSec: 200, amount: 5n, isInference: true },
    ];
    expect(candlesOf({ trades, revenue }, minute).map(shape)).toEqual([
      [0, 100, 100, 100, 100],
      [60, 100, 130, 100, 130],
      [180, 130, 130, 130, 130],
      [300, 130, 150, 130, 150],
    ]);
  });
});

describe('fillCandles', () => {
  const range = { intervalSec: 60, fromSec: 60, beforeSec: 301, priceWei: 100n };

  it('puts a flat candle into every empty interval, the running one included', () => {
    const stored = candlesOf({ trades: [trade(130, 140n)], revenue: [] }, minute);
    const filled = fillCandles(stored, range);
    expect(filled.map(shape)).toEqual([
      [60, 100, 100, 100, 100],
      [120, 100, 140, 100, 140],
      [180, 140, 140, 140, 140],
      [240, 140, 140, 140, 140],
      [300, 140, 140, 140, 140],
    ]);
  });

  it('has no gap: each candle opens where the one before closed, for any trades', () => {
    const trades = Array.from({ length: 200 }, (_, index) =>
      trade(60 + ((index * 7_919) % 97) + index * 40, BigInt(50 + ((index * 31) % 170))),
    ).toSorted((a, b) => a.atSec - b.atSec);
    for (const intervalSec of [60, 300, 3_600]) {
      const stored = candlesOf({ trades, revenue: [] }, { intervalSec, startPriceWei: 100n });
      const filled = fillCandles(stored, { intervalSec, fromSec: 60, beforeSec: 9_000, priceWei: 100n });
      let closeWei = 100n;
      for (const candle of filled) {
        expect(candle.openWei).toBe(closeWei);
        closeWei = candle.closeWei;
      }
      expect(filled.reduce((sum, { tradeCount }) => sum + tradeCount, 0)).toBe(200);
    }
  });

  it('is empty for an empty range, and all flat without trades', () => {
    expect(fillCandles([], { ...range, beforeSec: 60 })).toEqual([]);
    expect(fillCandles([], { ...range, beforeSec: 61 })).toEqual([flatCandle(60, 100n)]);
  });
});
