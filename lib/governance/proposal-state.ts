import type { ProposalRow } from '../api/governance/types.ts';

/** The states of a proposal, with the names and in the order of IGovernor; a timelock without an expiry has no `Expired`. */
export const PROPOSAL_STATES = [
  'Pending',
  'Active',
  'Canceled',
  'Defeated',
  'Succeeded',
  'Queued',
  'Expired',
  'Executed',
] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** What a state follows from. */
export type Judged = Pick<
  ProposalRow,
  | 'snapshotSec'
  | 'deadlineSec'
  | 'forVotes'
  | 'againstVotes'
  | 'abstainVotes'
  | 'etaSec'
  | 'executedAtSec'
  | 'cancelledAtSec'
>;

/**
 * What the governor's `state` says of a proposal in a block of the time `nowSec`, in the same order of questions.
 *
 * @param quorumVotes the governor's quorum at the snapshot; null while it is not known, which only matters after the deadline
 * @returns null when it depends on a quorum that is not known
 */
export function proposalStateOf(
  proposal: Judged,
  { nowSec, quorumVotes }: { nowSec: number; quorumVotes: bigint | null },
): ProposalState | null {
  if (proposal.executedAtSec !== null) return 'Executed';
  if (proposal.cancelledAtSec !== null) return 'Canceled';
  if (proposal.snapshotSec >= nowSec) return 'Pending';
  if (proposal.deadlineSec >= nowSec) return 'Active';
  if (!isMajority(proposal)) return 'Defeated';
  // It was queued, so it had its quorum.
  if (proposal.etaSec !== null) return 'Queued';
  if (quorumVotes === null) return null;
  return isQuorum(proposal, quorumVotes) ? 'Succeeded' : 'Defeated';
}

/** Votes that count for the quorum: those for and those that abstain. */
export function quorumCount({ forVotes, abstainVotes }: Pick<Judged, 'forVotes' | 'abstainVotes'>): bigint {
  return forVotes + abstainVotes;
}

/** Whether enough votes count for the quorum. */
export function isQuorum(proposal: Pick<Judged, 'forVotes' | 'abstainVotes'>, quorumVotes: bigint): boolean {
  return quorumVotes <= quorumCount(proposal);
}

/** Whether more votes are for than against; a tie is not enough. */
export function isMajority({ forVotes, againstVotes }: Pick<Judged, 'forVotes' | 'againstVotes'>): boolean {
  return forVotes > againstVotes;
}
