import { type Context, ponder } from 'ponder:registry';
import { confirmation, excuse, judgement, validator, watch } from 'ponder:schema';
import type { Address } from 'viem';

type Validator = typeof validator.$inferSelect;

ponder.on('ValidatorPool:ValidatorJoined', async ({ event, context }) => {
  const { validator: address, stakeWei } = event.args;
  await change(context, address, () => ({
    status: 'active',
    stakeWei,
    freeAtSec: null,
    lastSeenSec: Number(event.block.timestamp),
  }));
});

ponder.on('ValidatorPool:ValidatorLeaving', async ({ event, context }) => {
  const { validator: address, freeAt } = event.args;
  await change(context, address, () => ({
    status: 'leaving',
    freeAtSec: Number(freeAt),
    lastSeenSec: Number(event.block.timestamp),
  }));
});

ponder.on('ValidatorPool:ValidatorLeft', async ({ event, context }) => {
  await change(context, event.args.validator, () => ({
    status: 'left',
    stakeWei: 0n,
    freeAtSec: null,
    lastSeenSec: Number(event.block.timestamp),
  }));
});

ponder.on('ValidatorPool:Confirmed', async ({ event, context }) => {
  const { requestId, attempt, validator: address, commitment } = event.args;
  const atSec = Number(event.block.timestamp);
  // A validator may confirm again while the window is open: the last commitment counts.
  const changed = { commitment, atSec, txHash: event.transaction.hash };
  const key = { requestId, attempt: Number(attempt), validator: address };
  const isFirst = (await context.db.find(confirmation, key)) === null;
  await context.db
    .insert(confirmation)
    .values({ ...key, ...changed })
    .onConflictDoUpdate(changed);
  await change(context, address, (row) => ({
    confirmedCount: row.confirmedCount + (isFirst ? 1 : 0),
    lastSeenSec: atSec,
  }));
});

ponder.on('ValidatorPool:WatchStarted', async ({ event, context }) => {
  const { modelId, validator: address } = event.args;
  const sinceSec = Number(event.block.timestamp);
  await context.db.insert(watch).values({ modelId, validator: address, sinceSec }).onConflictDoNothing();
  await change(context, address, (row) => ({ watchedCount: row.watchedCount + 1, lastSeenSec: sinceSec }));
});

ponder.on('ValidatorPool:WatchEnded', async ({ event, context }) => {
  const { modelId, validator: address } = event.args;
  await context.db.delete(watch, { modelId, validator: address });
  await change(context, address, (row) => ({
    watchedCount: row.watchedCount - 1,
    lastSeenSec: Number(event.block.timestamp),
  }));
});

ponder.on('ValidatorPool:Excused', async ({ event, context }) => {
  const { requestId, attempt, validator: address, gameId } = event.args;
  await context.db
    .insert(excuse)
    .values({
      requestId,
      attempt: Number(attempt),
      validator: address,
      gameId,
      atSec: Number(event.block.timestamp),
      txHash: event.transaction.hash,
    })
    .onConflictDoNothing();
});

ponder.on('ValidatorPool:AttentionJudged', async ({ event, context }) => {
  const { requestId, validator: address, attentive, penaltyWei } = event.args;
  await context.db.insert(judgement).values({
    requestId,
    validator: address,
    isAttentive: attentive,
    penaltyWei,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
  await change(context, address, (row) => ({
    stakeWei: row.stakeWei - penaltyWei,
    attentiveCount: row.attentiveCount + (attentive ? 1 : 0),
    missedCount: row.missedCount + (attentive ? 0 : 1),
    penaltyWei: row.penaltyWei + penaltyWei,
  }));
});

async function change(
  context: Context,
  address: Address,
  next: (row: Validator) => Partial<Omit<Validator, 'address'>>,
): Promise<void> {
  const row = (await context.db.find(validator, { address })) ?? {
    address,
    status: 'active',
    stakeWei: 0n,
    freeAtSec: null,
    watchedCount: 0,
    confirmedCount: 0,
    attentiveCount: 0,
    missedCount: 0,
    penaltyWei: 0n,
    lastSeenSec: 0,
  };
  const { address: _, ...values } = { ...row, ...next(row) };
  await context.db
    .insert(validator)
    .values({ address, ...values })
    .onConflictDoUpdate(values);
}
