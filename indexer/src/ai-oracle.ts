import { type Context, type Event, ponder } from 'ponder:registry';
import { attempt, model, operator, oracleModel, request, requestEvent } from 'ponder:schema';
import { eq } from 'ponder';
import { type Address, zeroAddress } from 'viem';
import { followRequest } from './piece.ts';

type Operator = typeof operator.$inferSelect;
type RequestEventKind = 'requested' | 'answered' | 'callback' | 'voided' | 'finalized' | 'refunded';

ponder.on('AIOracle:ModelRegistered', async ({ event, context }) => {
  const { modelId, modelHash, programHash, receiver, priceWei, uri } = event.args;
  await context.db
    .insert(oracleModel)
    .values({ modelId, modelHash, programHash, receiver, priceWei, uri, originId: modelId });
});

// `ModelRegistered` of the same id came right before.
ponder.on('AIOracle:ModelVersionAdded', async ({ event, context }) => {
  const { originId, modelId } = event.args;
  const { modelHash, programHash, priceWei, uri } = await context.db.update(oracleModel, { modelId }).set({ originId });
  const launched = await launchedModel(context, modelId);
  if (launched === undefined) return;
  await context.db
    .update(model, { token: launched.token })
    .set({ latestModelId: modelId, modelHash, programHash, bundleURI: uri, inferencePriceWei: priceWei });
});

ponder.on('AIOracle:ModelPriceChanged', async ({ event, context }) => {
  const { modelId, newPriceWei } = event.args;
  await context.db.update(oracleModel, { modelId }).set({ priceWei: newPriceWei });
  const launched = await launchedModel(context, modelId);
  if (launched?.latestModelId !== modelId) return;
  await context.db.update(model, { token: launched.token }).set({ inferencePriceWei: newPriceWei });
});

/** The launched model that a version belongs to; undefined for one that was registered without a launch. */
async function launchedModel(context: Context, modelId: bigint): Promise<typeof model.$inferSelect | undefined> {
  const originId = (await context.db.find(oracleModel, { modelId }))?.originId ?? modelId;
  const [found] = await context.db.sql.select().from(model).where(eq(model.modelId, originId)).limit(1);
  return found;
}

// `AICallbackRequest` has the input, `RequestOpened` right after it the terms.
ponder.on('AIOracle:AICallbackRequest', async ({ event, context }) => {
  const { account, requestId, modelId, input, callbackContract } = event.args;
  const found = await launchedModel(context, modelId);
  await context.db.insert(request).values({
    requestId,
    modelId,
    token: found?.token ?? null,
    payer: account,
    status: 'Requested',
    input,
    output: null,
    traceRoot: null,
    operator: null,
    bondWei: 0n,
    attempt: 0,
    assignedOperator: null,
    assignedUntilSec: 0,
    feeWei: 0n,
    operatorWei: null,
    modelWei: null,
    requestedAtSec: Number(event.block.timestamp),
    deadlineSec: 0,
    finalizableAtSec: null,
    callbackContract: callbackContract === zeroAddress ? null : callbackContract,
    txHash: event.transaction.hash,
  });
  if (found !== undefined) {
    await context.db.update(model, { token: found.token }).set((row) => ({ requestCount: row.requestCount + 1 }));
  }
});

ponder.on('AIOracle:RequestOpened', async ({ event, context }) => {
  const { requestId, assignedOperator, assignedUntil, feeWei, deadline } = event.args;
  await context.db.update(request, { requestId }).set({
    assignedOperator: assignedOperator === zeroAddress ? null : assignedOperator,
    assignedUntilSec: Number(assignedUntil),
    feeWei,
    deadlineSec: Number(deadline),
  });
  await addEvent(context, event, 'requested', null);
});

ponder.on('AIOracle:AICallbackResult', async ({ event, context }) => {
  await context.db.update(request, { requestId: event.args.requestId }).set({ output: event.args.output });
});

ponder.on('AIOracle:ResultSubmitted', async ({ event, context }) => {
  const { requestId, operator: address, traceRoot, bondWei, finalizableAt } = event.args;
  const atSec = Number(event.block.timestamp);
  const finalizableAtSec = Number(finalizableAt);
  const answered = await context.db.update(request, { requestId }).set((row) => ({
    status: 'Answered',
    operator: address,
    traceRoot,
    bondWei,
    attempt: row.attempt + 1,
    finalizableAtSec,
  }));
  await context.db.insert(attempt).values({
    requestId,
    attempt: answered.attempt,
    operator: address,
    // `AICallbackResult` of the same transaction came before and has the output.
    output: answered.output ?? '0x',
    traceRoot,
    bondWei,
    postedAtSec: atSec,
    finalizableAtSec,
    outcome: 'standing',
    challenger: null,
    rewardWei: null,
    burntWei: null,
    txHash: event.transaction.hash,
    endTxHash: null,
  });
  await changeOperator(context, address, (row) => ({
    freeStakeWei: row.freeStakeWei - bondWei,
    bondedWei: row.bondedWei + bondWei,
    answeredCount: row.answeredCount + 1,
    lastSeenSec: atSec,
  }));
  await addEvent(context, event, 'answered', address);
  await followRequest(context, requestId);
});

ponder.on('AIOracle:CallbackDelivered', async ({ event, context }) => {
  await addEvent(context, event, 'callback', event.args.success ? 'delivered' : 'failed');
});

ponder.on('AIOracle:ResultVoided', async ({ event, context }) => {
  const { requestId, operator: address, challenger, rewardWei, burntWei, deadline } = event.args;
  await endAttempt(context, event, { outcome: 'voided', challenger, rewardWei, burntWei });
  await context.db.update(request, { requestId }).set({
    status: 'Requested',
    output: null,
    traceRoot: null,
    operator: null,
    bondWei: 0n,
    assignedOperator: null,
    assignedUntilSec: 0,
    deadlineSec: Number(deadline),
    finalizableAtSec: null,
  });
  await changeOperator(context, address, (row) => ({
    bondedWei: row.bondedWei - rewardWei - burntWei,
    slashedWei: row.slashedWei + rewardWei + burntWei,
    voidedCount: row.voidedCount + 1,
  }));
  await addEvent(context, event, 'voided', challenger);
  await followRequest(context, requestId);
});

ponder.on('AIOracle:RequestFinalized', async ({ event, context }) => {
  const { requestId, operator: address, operatorWei, modelWei } = event.args;
  const bondWei = (await context.db.find(request, { requestId }))?.bondWei ?? 0n;
  await endAttempt(context, event, { outcome: 'final' });
  await context.db.update(request, { requestId }).set({ status: 'Finalized', operatorWei, modelWei, bondWei: 0n });
  await changeOperator(context, address, (row) => ({
    freeStakeWei: row.freeStakeWei + bondWei,
    bondedWei: row.bondedWei - bondWei,
    finalizedCount: row.finalizedCount + 1,
    earnedWei: row.earnedWei + operatorWei,
  }));
  await addEvent(context, event, 'finalized', null);
  await followRequest(context, requestId);
});

ponder.on('AIOracle:RequestRefunded', async ({ event, context }) => {
  await context.db.update(request, { requestId: event.args.requestId }).set({ status: 'Refunded' });
  await addEvent(context, event, 'refunded', event.args.payer);
  await followRequest(context, event.args.requestId);
});

ponder.on('AIOracle:Staked', async ({ event, context }) => {
  const { operator: address, freeStakeWei } = event.args;
  await changeOperator(context, address, () => ({ freeStakeWei, lastSeenSec: Number(event.block.timestamp) }));
});

ponder.on('AIOracle:Unstaked', async ({ event, context }) => {
  const { operator: address, freeStakeWei } = event.args;
  await changeOperator(context, address, () => ({ freeStakeWei, lastSeenSec: Number(event.block.timestamp) }));
});

async function changeOperator(
  context: Context,
  address: Address,
  change: (row: Operator) => Partial<Omit<Operator, 'address'>>,
): Promise<void> {
  const row = (await context.db.find(operator, { address })) ?? {
    address,
    freeStakeWei: 0n,
    bondedWei: 0n,
    answeredCount: 0,
    finalizedCount: 0,
    voidedCount: 0,
    earnedWei: 0n,
    slashedWei: 0n,
    lastSeenSec: 0,
  };
  const { address: _, ...next } = { ...row, ...change(row) };
  await context.db
    .insert(operator)
    .values({ address, ...next })
    .onConflictDoUpdate(next);
}

type RequestLog = Pick<Event<'AIOracle:RequestOpened'>, 'id' | 'block' | 'transaction'> & {
  args: { requestId: bigint };
};

/** Says of the present answer how it ended. */
async function endAttempt(
  context: Context,
  event: RequestLog,
  end: Partial<typeof attempt.$inferSelect>,
): Promise<void> {
  const { requestId } = event.args;
  const row = await context.db.find(request, { requestId });
  if (row === null) return;
  await context.db
    .update(attempt, { requestId, attempt: row.attempt })
    .set({ ...end, endTxHash: event.transaction.hash });
}

async function addEvent(
  context: Context,
  event: RequestLog,
  kind: RequestEventKind,
  detail: string | null,
): Promise<void> {
  await context.db.insert(requestEvent).values({
    id: BigInt(event.id),
    requestId: event.args.requestId,
    kind,
    detail,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
}
