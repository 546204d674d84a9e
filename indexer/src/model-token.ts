import { type Context, ponder } from 'ponder:registry';
import { claim, model, redemption, revenue, snapshot, snapshotAmount, trade } from 'ponder:schema';
import { type Address, type Hex, zeroAddress } from 'viem';
import { addRedemption, burnTokens, type Position, receiveTokens, sendTokens } from '../../lib/api/market/position.ts';
import { type RevenueSource, revenueSourceOf } from '../../lib/api/market/revenue-source.ts';
import { marketCapOf } from '../../lib/api/price.ts';
import { changeHolder, modelOf, recordRevenue } from './record-trade.ts';
import { addressOf } from './same-address.ts';

type Model = typeof model.$inferSelect;

ponder.on('ModelToken:Transfer', async ({ event, context }) => {
  const { from, to, value: tokens } = event.args;
  const token = event.log.address;
  const txHash = event.transaction.hash;
  const isMint = from === zeroAddress;
  const isBurn = to === zeroAddress;
  // A transfer to oneself moves nothing, and no cost.
  if (from === to) return;
  const left = isMint
    ? 0
    : await changeBalance(context, { token, account: from }, (row) =>
        isBurn ? burnTokens(row, tokens) : sendTokens(row, { tokens, txHash }),
      );
  const joined = isBurn ? 0 : await changeBalance(context, { token, account: to }, (row) => receiveTokens(row, tokens));
  const holderChange = left + joined;
  if (!isMint && !isBurn && holderChange === 0) return;
  await context.db.update(model, { token }).set((row) => {
    const totalSupply = row.totalSupply + (isMint ? tokens : 0n) - (isBurn ? tokens : 0n);
    return {
      totalSupply,
      marketCapWei: marketCapOf(totalSupply, row.tokenPriceWei),
      holderCount: row.holderCount + holderChange,
    };
  });
});

ponder.on('ModelToken:RevenueReceived', async ({ event, context }) => {
  const { from, amount } = event.args;
  const token = event.log.address;
  const atSec = Number(event.block.timestamp);
  const found = await modelOf(context, token);
  const fee = await curveFeeOf(context, found, event.transaction.hash);
  const senders = {
    aiOracle: addressOf(context.contracts.AIOracle),
    curve: found.curve,
    poolManager: addressOf(context.contracts.PoolManager),
    collection: found.collection,
    marketplace: addressOf(context.contracts.Marketplace),
  };
  const source = revenueSourceOf({ from, amount, tradeFeeWei: fee?.feeWei ?? null }, senders);
  const isFromCurve = source === 'trading' && from === found.curve;
  const snipeWei = isFromCurve ? (fee?.snipeFeeWei ?? 0n) : 0n;
  const of = (wanted: RevenueSource) => (source === wanted ? amount : 0n);
  await context.db.insert(revenue).values({
    id: BigInt(event.id),
    token,
    from,
    source,
    amount,
    snipeWei,
    cumulativeInferenceWei: found.inferenceRevenueWei + of('inference'),
    cumulativeTradingWei: found.tradingRevenueWei + of('trading'),
    atSec,
    txHash: event.transaction.hash,
  });
  await context.db.update(model, { token }).set((row) => ({
    revenueWei: row.revenueWei + amount,
    inferenceRevenueWei: row.inferenceRevenueWei + of('inference'),
    tradingRevenueWei: row.tradingRevenueWei + of('trading'),
    snipeRevenueWei: row.snipeRevenueWei + snipeWei,
    poolRevenueWei: row.poolRevenueWei + (isFromCurve ? 0n : of('trading')),
    mintRevenueWei: row.mintRevenueWei + of('mint'),
    royaltyRevenueWei: row.royaltyRevenueWei + of('royalty'),
  }));
  await recordRevenue(context, token, { atSec, amount, isInference: source === 'inference' });
});

ponder.on('ModelToken:SnapshotTaken', async ({ event, context }) => {
  await context.db.insert(snapshot).values({
    token: event.log.address,
    snapshotId: event.args.snapshotId,
    recordTimeSec: Number(event.args.recordTime),
    txHash: event.transaction.hash,
  });
});

// Said again, with 0, when a snapshot without anyone to share it gives its amount back.
ponder.on('ModelToken:SnapshotFunded', async ({ event, context }) => {
  const { snapshotId, currency, amount } = event.args;
  await context.db
    .insert(snapshotAmount)
    .values({ token: event.log.address, snapshotId, currency, amount })
    .onConflictDoUpdate({ amount });
});

ponder.on('ModelToken:RevenueClaimed', async ({ event, context }) => {
  const { account, snapshotId, currency, amount, wrapped } = event.args;
  await context.db.insert(claim).values({
    id: BigInt(event.id),
    token: event.log.address,
    account,
    snapshotId,
    currency,
    amount,
    wrapped,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
});

ponder.on('ModelToken:RevenueRedeemed', async ({ event, context }) => {
  const { account, currency, burned, amount, wrapped } = event.args;
  await context.db.insert(redemption).values({
    id: BigInt(event.id),
    token: event.log.address,
    account,
    currency,
    burned,
    amount,
    wrapped,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
  // Other currencies than ETH have no price here.
  if (currency !== zeroAddress) return;
  await changeHolder(context, { token: event.log.address, account }, (row) => addRedemption(row, amount));
});

/** Moves one balance, and says by how much that changes the number of holders. Excluded accounts are none. */
async function changeBalance(
  context: Context,
  key: { token: Address; account: Address },
  change: (row: Position) => Position,
): Promise<-1 | 0 | 1> {
  const { before, after, isExcluded } = await changeHolder(context, key, change);
  if (isExcluded || (before === 0n) === (after === 0n)) return 0;
  return after === 0n ? -1 : 1;
}

/** The token's last trade, if that was on the curve in this transaction: its fee comes right after it. */
async function curveFeeOf(context: Context, found: Model, txHash: Hex): Promise<typeof trade.$inferSelect | null> {
  if (found.lastTradeId === null) return null;
  const last = await context.db.find(trade, { id: found.lastTradeId });
  return last === null || last.txHash !== txHash || last.venue !== 'curve' ? null : last;
}
