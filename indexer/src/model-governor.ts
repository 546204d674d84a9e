import { type Context, ponder } from 'ponder:registry';
import { governor as governorTable, proposal, queueing, vote } from 'ponder:schema';
import type { Address, Hex } from 'viem';
import {
  countVote,
  moveProposal,
  openProposal,
  type ProposalEvent,
  voteOf,
} from '../../lib/api/governance/replay-proposal.ts';

/** The parts of a log that place an event. */
type Log = {
  id: string;
  block: { timestamp: bigint };
  transaction: { hash: Hex };
  log: { address: Address; data: Hex };
};

const placeOf = (event: Log) => ({
  id: event.id,
  atSec: Number(event.block.timestamp),
  txHash: event.transaction.hash,
});

ponder.on('ModelGovernor:ProposalCreated', async ({ event, context }) => {
  const governor = event.log.address;
  const of = await context.db.find(governorTable, { governor });
  if (of === null) return;
  const opened = openProposal(event.args, {
    token: of.token,
    governor,
    data: event.log.data,
    at: placeOf(event),
  });
  const { proposalId, timelockId } = opened;
  await context.db.insert(proposal).values({
    ...opened,
    id: BigInt(opened.id),
    targets: [...opened.targets],
    valuesWei: opened.valuesWei.map(String),
    calldatas: [...opened.calldatas],
  });
  await context.db.insert(queueing).values({ timelockId, governor, proposalId });
});

ponder.on('ModelGovernor:ProposalQueued', ({ event, context }) =>
  move(context, { eventName: 'ProposalQueued', args: event.args }, event),
);
ponder.on('ModelGovernor:ProposalExtended', ({ event, context }) =>
  move(context, { eventName: 'ProposalExtended', args: event.args }, event),
);
ponder.on('ModelGovernor:ProposalExecuted', ({ event, context }) =>
  move(context, { eventName: 'ProposalExecuted', args: event.args }, event),
);
ponder.on('ModelGovernor:ProposalCanceled', ({ event, context }) =>
  move(context, { eventName: 'ProposalCanceled', args: event.args }, event),
);
ponder.on('ModelGovernor:VoteCast', ({ event, context }) => count(context, event.args, event));
ponder.on('ModelGovernor:VoteCastWithParams', ({ event, context }) => count(context, event.args, event));

async function move(context: Context, event: ProposalEvent, log: Log): Promise<void> {
  const key = { governor: log.log.address, proposalId: event.args.proposalId };
  await context.db.update(proposal, key).set(moveProposal(event, placeOf(log)));
}

async function count(context: Context, cast: Parameters<typeof voteOf>[0], log: Log): Promise<void> {
  const governor = log.log.address;
  const row = voteOf(cast, { governor, at: placeOf(log) });
  await context.db.insert(vote).values({ ...row, id: BigInt(row.id) });
  await context.db
    .update(proposal, { governor, proposalId: cast.proposalId })
    .set((before) => countVote(before, { support: row.support, weight: row.weight }));
}
