import { ponder } from 'ponder:registry';
import { movement, proposal, queueing, treasury } from 'ponder:schema';
import { zeroAddress } from 'viem';

// Anyone may execute an operation at the treasury itself: the governor then says nothing, and counts it as executed.
ponder.on('ModelTreasury:CallExecuted', async ({ event, context }) => {
  const { id: timelockId, target, value, data } = event.args;
  const of = await context.db.find(treasury, { treasury: event.log.address });
  if (of === null) return;
  const atSec = Number(event.block.timestamp);
  const txHash = event.transaction.hash;
  const decided = await context.db.find(queueing, { timelockId });
  await context.db.insert(movement).values({
    id: BigInt(event.id),
    token: of.token,
    kind: 'call',
    currency: zeroAddress,
    amount: value,
    target,
    data,
    proposalId: decided?.proposalId ?? null,
    atSec,
    txHash,
  });
  if (decided === null) return;
  const { governor, proposalId } = decided;
  await context.db.update(proposal, { governor, proposalId }).set({ executedAtSec: atSec, executedTx: txHash });
});

// A vote can make the governor cancel what another vote has queued.
ponder.on('ModelTreasury:Cancelled', async ({ event, context }) => {
  const decided = await context.db.find(queueing, { timelockId: event.args.id });
  if (decided === null) return;
  const { governor, proposalId } = decided;
  const at = { cancelledAtSec: Number(event.block.timestamp), cancelledTx: event.transaction.hash };
  await context.db.update(proposal, { governor, proposalId }).set(at);
});
