'use client';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { ProposalRow } from '@/lib/api/governance/types';
import { absoluteTime, duration } from '@/lib/format/time';
import type { ProposalState } from '@/lib/governance/proposal-state';
import { type ProposalStep, proposalTimeline } from '@/lib/governance/proposal-timeline';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Stepper } from '../ui/stepper';
import { TimeLeft } from './time-left';

const TITLES: Record<ProposalStep['id'], string> = {
  proposed: 'Proposed',
  notice: 'Notice',
  voting: 'Voting',
  queue: 'Queue',
  delay: 'Delay',
  execute: 'Execution',
  cancelled: 'Cancelled',
  defeated: 'Defeated',
};

function wordsOf(step: ProposalStep, proposal: ProposalRow, rules: Governance): string {
  const isOver = step.state === 'done';
  switch (step.id) {
    case 'proposed':
      return 'Its calls and its text can never change.';
    case 'notice':
      return isOver
        ? 'Votes are those at its end: what was bought later does not count.'
        : 'The votes at its end count. Buy or delegate before, or leave.';
    case 'voting':
      return proposal.isExtended
        ? 'The quorum was reached late, so the others got more time.'
        : isOver
          ? 'Every vote stands as it was cast.'
          : 'Every holder at the snapshot can vote once.';
    case 'queue':
      return isOver ? 'The treasury has it.' : 'Anyone can hand an accepted proposal to the treasury.';
    case 'delay':
      return `Whoever disagrees can leave in this time: ${duration(rules.timelockDelaySec)} are the rule now.`;
    case 'execute':
      return isOver ? 'The treasury has made the calls.' : 'Anyone can make the treasury do it.';
    case 'cancelled':
      return 'Nothing of it happens.';
    case 'defeated':
      return 'It had no majority, or too few votes. Nothing of it happens.';
    default:
      return step.id satisfies never;
  }
}

/** The way of a proposal with what each step means, and a countdown in the chain's own time. */
export function ProposalSteps({
  proposal,
  rules,
  state,
  nowSec,
}: {
  proposal: ProposalRow;
  rules: Governance;
  state: ProposalState;
  nowSec: number;
}) {
  const steps = proposalTimeline(proposal, { state, nowSec }).map((step) => ({
    id: step.id,
    state: step.state,
    title: TITLES[step.id],
    detail: (
      <span className="flex flex-col gap-0.5">
        <span>{wordsOf(step, proposal, rules)}</span>
        {step.state === 'current' && step.endsAtSec !== null ? (
          <span className="text-ink-2" title={absoluteTime(step.endsAtSec)}>
            <TimeLeft sec={step.endsAtSec - nowSec} /> left
          </span>
        ) : null}
        {step.atSec === null ? null : (
          <span className="flex gap-2 text-xs">
            <RelativeTime atSec={step.atSec} />
            {step.txHash === null ? null : <TransactionLink hash={step.txHash}>transaction</TransactionLink>}
          </span>
        )}
      </span>
    ),
  }));
  return <Stepper label="Way of the proposal" steps={steps} />;
}
