import { type Context, ponder } from 'ponder:registry';
import { claim, holder, model, redemption, revenue, snapshot, snapshotAmount } from 'ponder:schema';
import { type Address, zeroAddress } from 'viem';
import { marketCapOf } from '../../lib/api/price.ts';

type Model = typeof model.$inferSelect;

ponder.on('ModelToken:Transfer', async ({ event, context }) => {
  const { from, to, value } = event.args;
  const token = event.log.address;
  const found = await modelOf(context, token);
  const minted = from === zeroAddress ? value : 0n;
  const burned = to === zeroAddress ? value : 0n;
  const left = from === zeroAddress ? 0 : await addBalance(context, found, from, -value);
  const joined = to === zeroAddress ? 0 : await addBalance(context, found, to, value);
  const holderChange = left + joined;
  if (minted === 0n && burned === 0n && holderChange === 0) return;
  await context.db.update(model, { token }).set((row) => {
    const totalSupply = row.totalSupply + minted - burned;
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
  const found = await modelOf(context, token);
  const source = sourceOf(context, found, from);
  const inference = source === 'inference' ? amount : 0n;
  const trading = source === 'trading' ? amount : 0n;
  await context.db.insert(revenue).values({
    id: BigInt(event.id),
    token,
    from,
    source,
    amount,
    cumulativeInferenceWei: found.inferenceRevenueWei + inference,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
  await context.db.update(model, { token }).set((row) => ({
    revenueWei: row.revenueWei + amount,
    inferenceRevenueWei: row.inferenceRevenueWei + inference,
    tradingRevenueWei: row.tradingRevenueWei + trading,
  }));
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
});

async function modelOf(context: Context, token: Address): Promise<Model> {
  const found = await context.db.find(model, { token });
  if (found === null) throw new Error(`an event of the token ${token} that no launch announced`);
  return found;
}

/** Moves one balance, and says by how much that changes the number of holders. Excluded accounts are none. */
async function addBalance(context: Context, found: Model, account: Address, change: bigint): Promise<-1 | 0 | 1> {
  const key = { token: found.token, account };
  const isExcluded = [found.token, found.curve, found.vesting].includes(account);
  const before = (await context.db.find(holder, key))?.balance ?? 0n;
  const balance = before + change;
  await context.db
    .insert(holder)
    .values({ ...key, balance, isExcluded })
    .onConflictDoUpdate({ balance });
  if (isExcluded || (before === 0n) === (balance === 0n)) return 0;
  return balance === 0n ? -1 : 1;
}

function sourceOf(context: Context, found: Model, from: Address): 'inference' | 'trading' | 'other' {
  if (from === found.curve) return 'trading';
  return from.toLowerCase() === context.contracts.AIOracle.address?.toString().toLowerCase() ? 'inference' : 'other';
}
