/** The lengths of candles, in seconds. Days begin at midnight UTC. */
export const CANDLE_SEC = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '4h': 14_400, '1d': 86_400 } as const;
export type CandleInterval = keyof typeof CANDLE_SEC;

/**
 * What happened to a price in one interval. Prices are wei for one whole token at the margin. The marginal price of a
 * curve or pool moves by trades only, so a candle opens at the price before it: a line of candles has no gaps.
 */
export type Candle = {
  startSec: number;
  openWei: bigint;
  highWei: bigint;
  lowWei: bigint;
  closeWei: bigint;
  /** Wei that traders paid and got, fees included. */
  volumeWei: bigint;
  tradeCount: number;
  /** ETH that arrived at the token, and the part of it that answers earned. */
  revenueWei: bigint;
  inferenceRevenueWei: bigint;
};

/** What a candle needs to know of a trade: the price after it. */
export type CandleTrade = { atSec: number; priceWei: bigint; weiAmount: bigint };

/** What a candle needs to know of revenue. */
export type CandleRevenue = { atSec: number; amount: bigint; isInference: boolean };

/** The first second of the interval that a second is in. */
export function candleStart(atSec: number, intervalSec: number): number {
  return atSec - (atSec % intervalSec);
}

/** An interval in which nothing happened: it stays where the last one ended. */
export function flatCandle(startSec: number, priceWei: bigint): Candle {
  return {
    startSec,
    openWei: priceWei,
    highWei: priceWei,
    lowWei: priceWei,
    closeWei: priceWei,
    volumeWei: 0n,
    tradeCount: 0,
    revenueWei: 0n,
    inferenceRevenueWei: 0n,
  };
}

/** A candle after one more trade. */
export function addTrade(candle: Candle, { priceWei, weiAmount }: CandleTrade): Candle {
  return {
    ...candle,
    highWei: priceWei > candle.highWei ? priceWei : candle.highWei,
    lowWei: priceWei < candle.lowWei ? priceWei : candle.lowWei,
    closeWei: priceWei,
    volumeWei: candle.volumeWei + weiAmount,
    tradeCount: candle.tradeCount + 1,
  };
}

/** A candle after more revenue. */
export function addRevenue(candle: Candle, { amount, isInference }: CandleRevenue): Candle {
  return {
    ...candle,
    revenueWei: candle.revenueWei + amount,
    inferenceRevenueWei: candle.inferenceRevenueWei + (isInference ? amount : 0n),
  };
}

/**
 * The candles of trades and revenue, oldest first, without the empty ones: what the indexer stores. Both lists are oldest
 * first; `startPriceWei` is the price before the first trade.
 */
export function candlesOf(
  { trades, revenue }: { trades: readonly CandleTrade[]; revenue: readonly CandleRevenue[] },
  { intervalSec, startPriceWei }: { intervalSec: number; startPriceWei: bigint },
): Candle[] {
  const candles = new Map<number, Candle>();
  let lastWei = startPriceWei;
  for (const trade of trades) {
    const startSec = candleStart(trade.atSec, intervalSec);
    candles.set(startSec, addTrade(candles.get(startSec) ?? flatCandle(startSec, lastWei), trade));
    lastWei = trade.priceWei;
  }
  const closes = [...candles.values()];
  for (const entry of revenue) {
    const startSec = candleStart(entry.atSec, intervalSec);
    const priceWei = closes.findLast((candle) => candle.startSec < startSec)?.closeWei ?? startPriceWei;
    candles.set(startSec, addRevenue(candles.get(startSec) ?? flatCandle(startSec, priceWei), entry));
  }
  return [...candles.values()].sort((a, b) => a.startSec - b.startSec);
}

/**
 * Candles with every empty interval put in, oldest first.
 *
 * @param stored candles of the range, oldest first, each at the start of an interval
 * @param range from the interval that `fromSec` is in up to the one before `beforeSec`; `priceWei` is the price before it
 */
export function fillCandles(
  stored: readonly Candle[],
  range: { intervalSec: number; fromSec: number; beforeSec: number; priceWei: bigint },
): Candle[] {
  const byStart = new Map(stored.map((candle) => [candle.startSec, candle]));
  const filled: Candle[] = [];
  let { priceWei } = range;
  const fromSec = candleStart(range.fromSec, range.intervalSec);
  for (let startSec = fromSec; startSec < range.beforeSec; startSec += range.intervalSec) {
    const candle = byStart.get(startSec) ?? flatCandle(startSec, priceWei);
    filled.push(candle);
    priceWei = candle.closeWei;
  }
  return filled;
}
