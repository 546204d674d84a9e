import type { ProposalRow } from '../api/governance/types.ts';
import type { ProposalState } from './proposal-state.ts';

/** One step of a proposal's way. `endsAtSec` is when a running step ends by itself. */
export type ProposalStep = {
  id: 'proposed' | 'notice' | 'voting' | 'queue' | 'delay' | 'execute' | 'cancelled' | 'defeated';
  state: 'done' | 'current' | 'waiting' | 'failed';
  atSec: number | null;
  endsAtSec: number | null;
  txHash: string | null;
};

/** The way of a proposal: done, running and still to come. */
export function proposalTimeline(
  proposal: ProposalRow,
  { state, nowSec }: { state: ProposalState; nowSec: number },
): ProposalStep[] {
  const { snapshotSec, deadlineSec, etaSec } = proposal;
  const step = (
    id: ProposalStep['id'],
    status: ProposalStep['state'],
    rest: Partial<Omit<ProposalStep, 'id' | 'state'>> = {},
  ): ProposalStep => ({ id, state: status, atSec: null, endsAtSec: null, txHash: null, ...rest });
  const proposed = step('proposed', 'done', { atSec: proposal.createdAtSec, txHash: proposal.createdTx });
  const notice = step('notice', state === 'Pending' ? 'current' : 'done', { endsAtSec: snapshotSec });
  const cancelled = step('cancelled', 'failed', { atSec: proposal.cancelledAtSec, txHash: proposal.cancelledTx });
  const voting = (status: ProposalStep['state']) => step('voting', status, { endsAtSec: deadlineSec });
  const queue = step('queue', proposal.queuedAtSec === null ? 'waiting' : 'done', {
    atSec: proposal.queuedAtSec,
    txHash: proposal.queuedTx,
  });
  switch (state) {
    case 'Canceled':
      return proposal.queuedAtSec === null
        ? [proposed, cancelled]
        : [proposed, step('notice', 'done', { endsAtSec: snapshotSec }), voting('done'), queue, cancelled];
    case 'Defeated':
    case 'Expired':
      return [proposed, notice, voting('done'), step('defeated', 'failed', { atSec: deadlineSec })];
    case 'Pending':
      return [proposed, notice, voting('waiting'), queue, step('delay', 'waiting'), step('execute', 'waiting')];
    case 'Active':
      return [proposed, notice, voting('current'), queue, step('delay', 'waiting'), step('execute', 'waiting')];
    case 'Succeeded':
      return [
        proposed,
        notice,
        voting('done'),
        { ...queue, state: 'current' },
        step('delay', 'waiting'),
        step('execute', 'waiting'),
      ];
    case 'Queued': {
      const isDue = etaSec !== null && nowSec >= etaSec;
      return [
        proposed,
        notice,
        voting('done'),
        queue,
        step('delay', isDue ? 'done' : 'current', { endsAtSec: etaSec }),
        step('execute', isDue ? 'current' : 'waiting'),
      ];
    }
    case 'Executed':
      return [
        proposed,
        notice,
        voting('done'),
        queue,
        step('delay', 'done', { endsAtSec: etaSec }),
        step('execute', 'done', { atSec: proposal.executedAtSec, txHash: proposal.executedTx }),
      ];
    default:
      return state satisfies never;
  }
}
