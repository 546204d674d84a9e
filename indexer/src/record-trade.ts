import type { Context } from 'ponder:registry';
import { candle, holder, model, trade } from 'ponder:schema';
import type { Address } from 'viem';
import {
  addRevenue,
  addTrade,
  CANDLE_SEC,
  type Candle,
  type CandleRevenue,
  candleStart,
  flatCandle,
} from '../../lib/api/market/candle.ts';
import { addBuy, addSale, NO_POSITION, type Position } from '../../lib/api/market/position.ts';
import { marketCapOf } from '../../lib/api/price.ts';
import { addressOf } from './same-address.ts';
import { addToTrend } from './trend.ts';

type Model = typeof model.$inferSelect;
type Trade = typeof trade.$inferSelect;

/** A trade as an event tells it, without the totals that follow from those before. */
export type NewTrade = Omit<Trade, 'cumulativeVolumeWei'>;

/** Stores a trade, and adds it to the model's totals and candles. Positions are a step of their own: `recordPosition`. */
export async function recordTrade(
  context: Context,
  made: NewTrade,
  change: (row: Model) => Partial<Omit<Model, 'token'>>,
): Promise<void> {
  const { token, weiAmount, priceWei, atSec } = made;
  const found = await modelOf(context, token);
  const volumeWei = found.volumeWei + weiAmount;
  await context.db.insert(trade).values({ ...made, cumulativeVolumeWei: volumeWei });
  await changeCandles(context, { token, atSec, openWei: found.lastTradePriceWei }, (row) => addTrade(row, made));
  await context.db.update(model, { token }).set((row) => ({
    tokenPriceWei: priceWei,
    marketCapWei: marketCapOf(row.totalSupply, priceWei),
    tradeCount: row.tradeCount + 1,
    volumeWei,
    trendScore: addToTrend(row.trendScore, { weiAmount, atSec }),
    lastTradePriceWei: priceWei,
    lastTradeId: made.id,
    ...change(row),
  }));
}

/** Adds revenue to the candles of a token. */
export async function recordRevenue(context: Context, token: Address, entry: CandleRevenue): Promise<void> {
  const { lastTradePriceWei } = await modelOf(context, token);
  const at = { token, atSec: entry.atSec, openWei: lastTradePriceWei };
  await changeCandles(context, at, (row) => addRevenue(row, entry));
}

/** Adds a trade to the position of who got the tokens, or gave them. */
export async function recordPosition(
  context: Context,
  made: Pick<Trade, 'token' | 'trader' | 'recipient' | 'isBuy' | 'weiAmount' | 'tokenAmount' | 'txHash'>,
): Promise<void> {
  const { token, trader, recipient, isBuy, weiAmount, tokenAmount: tokens, txHash } = made;
  if (isBuy) await changeHolder(context, { token, account: recipient }, (row) => addBuy(row, { tokens, weiAmount }));
  else await changeHolder(context, { token, account: trader }, (row) => addSale(row, { tokens, weiAmount, txHash }));
}

/** Moves one account's row of one token on; `before` and `after` are its balance. */
export async function changeHolder(
  context: Context,
  key: { token: Address; account: Address },
  change: (row: Position) => Position,
): Promise<{ before: bigint; after: bigint; isExcluded: boolean }> {
  const found = await context.db.find(holder, key);
  const row = found ?? { ...key, ...NO_POSITION, isExcluded: await isExcluded(context, key) };
  // A found row changes with what is stored.
  const { balance: before, isExcluded: isNone } = row;
  const { token: _, account: __, ...values } = { ...row, ...change(row) };
  if (found === null) await context.db.insert(holder).values({ ...key, ...values });
  else await context.db.update(holder, key).set(values);
  return { before, after: values.balance, isExcluded: isNone };
}

/** The row of a token that the launchpad launched. */
export async function modelOf(context: Context, token: Address): Promise<Model> {
  const found = await context.db.find(model, { token });
  if (found === null) throw new Error(`an event of the token ${token} that no launch announced`);
  return found;
}

async function isExcluded(
  context: Context,
  { token, account }: { token: Address; account: Address },
): Promise<boolean> {
  const found = await modelOf(context, token);
  return [found.token, found.curve, found.vesting, addressOf(context.contracts.PoolManager)].some(
    (excluded) => excluded?.toLowerCase() === account.toLowerCase(),
  );
}

async function changeCandles(
  context: Context,
  { token, atSec, openWei }: { token: Address; atSec: number; openWei: bigint },
  change: (row: Candle) => Candle,
): Promise<void> {
  for (const intervalSec of Object.values(CANDLE_SEC)) {
    const startSec = candleStart(atSec, intervalSec);
    await context.db
      .insert(candle)
      .values({ token, intervalSec, ...change(flatCandle(startSec, openWei)) })
      .onConflictDoUpdate(change);
  }
}
