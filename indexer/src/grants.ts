import { type Context, ponder } from 'ponder:registry';
import { grant, movement, objection, tranche } from 'ponder:schema';
import type { Hex } from 'viem';
import { type GrantEvent, moveGrant, moveTranche, openGrant } from '../../lib/api/governance/replay-grant.ts';
import type { GrantRow, TrancheRow } from '../../lib/api/governance/types.ts';

/** The parts of a log that place an event. */
type Log = { id: string; block: { timestamp: bigint }; transaction: { hash: Hex } };

const placeOf = (event: Log) => ({
  id: event.id,
  atSec: Number(event.block.timestamp),
  txHash: event.transaction.hash,
});

/** A grant has at most so many. */
const MAX_TRANCHES = 16;

ponder.on('Grants:GrantOpened', async ({ event, context }) => {
  const opened = openGrant(event.args, placeOf(event));
  await context.db.insert(grant).values({ ...opened.grant, id: BigInt(opened.grant.id) });
  await context.db.insert(tranche).values(opened.tranches);
});

ponder.on('Grants:TrancheAnnounced', ({ event, context }) =>
  move(context, { eventName: 'TrancheAnnounced', args: event.args }, event),
);
ponder.on('Grants:TrancheReleased', ({ event, context }) =>
  move(context, { eventName: 'TrancheReleased', args: event.args }, event),
);
ponder.on('Grants:TrancheStopped', ({ event, context }) =>
  move(context, { eventName: 'TrancheStopped', args: event.args }, event),
);
ponder.on('Grants:GrantEnded', ({ event, context }) =>
  move(context, { eventName: 'GrantEnded', args: event.args }, event),
);

ponder.on('Grants:TrancheObjected', async ({ event, context }) => {
  const { grantId, account, votes } = event.args;
  const { id, ...at } = placeOf(event);
  const row = { id: BigInt(id), grantId, tranche: Number(event.args.tranche), account, votes, ...at };
  await context.db.insert(objection).values(row);
  await move(context, { eventName: 'TrancheObjected', args: event.args }, event);
});

ponder.on('Grants:GrantMoneyReturned', async ({ event, context }) => {
  const { grantId, amount } = event.args;
  await move(context, { eventName: 'GrantMoneyReturned', args: event.args }, event);
  const of = await context.db.find(grant, { grantId });
  if (of === null) return;
  const { id, ...at } = placeOf(event);
  const { token, currency } = of;
  await context.db
    .insert(movement)
    .values({ id: BigInt(id), token, kind: 'returned', currency, amount, grantId, ...at });
});

async function move(context: Context, event: GrantEvent, log: Log): Promise<void> {
  const { grantId } = event.args;
  const found = await context.db.find(grant, { grantId });
  if (found === null) return;
  const before: GrantRow = { ...found, id: found.id.toString() };
  const { isEnded, releasedAmount, returnedAmount } = moveGrant(before, event);
  await context.db.update(grant, { grantId }).set({ isEnded, releasedAmount, returnedAmount });
  const named = 'tranche' in event.args ? [Number(event.args.tranche)] : Array(MAX_TRANCHES).keys();
  for (const number of named) {
    // A row was written from a TrancheRow, whose names its columns hold.
    const row = (await context.db.find(tranche, { grantId, tranche: number })) as TrancheRow | null;
    if (row === null) break;
    const { grantId: _, tranche: __, ...moved } = moveTranche(row, event, placeOf(log));
    await context.db.update(tranche, { grantId, tranche: number }).set(moved);
  }
}
