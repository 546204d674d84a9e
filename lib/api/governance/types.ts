import type { Address, Hex } from 'viem';

/** What a voter says, by the numbers of OpenZeppelin's simple counting. */
export const SUPPORTS = ['against', 'for', 'abstain'] as const;
export type Support = (typeof SUPPORTS)[number];

/** One proposal as its events tell it. Votes have 18 decimals. What it counts as now: `proposalStateOf` of lib/governance. */
export type ProposalRow = {
  /** Event id of its creation: the order of proposals. */
  id: string;
  token: Address;
  governor: Address;
  proposalId: bigint;
  proposer: Address;
  targets: readonly Address[];
  valuesWei: readonly bigint[];
  calldatas: readonly Hex[];
  /** As text: bytes that are no UTF-8 are replaced in it. */
  description: string;
  /** Hash of the very bytes: with the calls it makes the proposal's id. */
  descriptionHash: Hex;
  /** Under which the treasury queues it. */
  timelockId: Hex;
  createdAtSec: number;
  /** Votes are those at the end of this second. */
  snapshotSec: number;
  /** Last second of voting, with the extension of a late quorum. */
  deadlineSec: number;
  isExtended: boolean;
  forVotes: bigint;
  againstVotes: bigint;
  abstainVotes: bigint;
  voterCount: number;
  queuedAtSec: number | null;
  /** From when on it can be executed. */
  etaSec: number | null;
  executedAtSec: number | null;
  cancelledAtSec: number | null;
  createdTx: Hex;
  queuedTx: Hex | null;
  executedTx: Hex | null;
  cancelledTx: Hex | null;
};

/** One vote. */
export type VoteRow = {
  id: string;
  governor: Address;
  proposalId: bigint;
  voter: Address;
  support: Support;
  weight: bigint;
  reason: string;
  atSec: number;
  txHash: Hex;
};

/** A vote with what it was about. */
export type AccountVote = VoteRow & { token: Address; description: string };

/** A proposal with its votes, the newest first. */
export type ProposalDetail = ProposalRow & { votes: VoteRow[] };

/** The life of a tranche, with the contract's names. */
export const TRANCHE_STATES = ['Waiting', 'Announced', 'Released', 'Stopped', 'Returned'] as const;
export type TrancheState = (typeof TRANCHE_STATES)[number];

/** One milestone of a grant and its money, in the currency's smallest unit. */
export type TrancheRow = {
  grantId: bigint;
  tranche: number;
  amount: bigint;
  milestone: string;
  state: TrancheState;
  evidenceURI: string | null;
  announcedAtSec: number | null;
  vetoUntilSec: number | null;
  objectedVotes: bigint;
  objectorCount: number;
  settledAtSec: number | null;
  settledTx: Hex | null;
};

/** One grant as its events tell it. */
export type GrantRow = {
  id: string;
  token: Address;
  treasury: Address;
  grantId: bigint;
  recipient: Address;
  currency: Address;
  title: string;
  openUntilSec: number;
  isEnded: boolean;
  releasedAmount: bigint;
  returnedAmount: bigint;
  openedAtSec: number;
  openedTx: Hex;
};

/** A grant with its tranches in order. */
export type GrantDetail = GrantRow & { tranches: TrancheRow[] };

/**
 * Money that a treasury's events tell of: its part of a raise, what grants sent back, and each call it made by a vote. ETH
 * that somebody sent leaves no event.
 */
export type MovementRow = {
  id: string;
  token: Address;
  kind: 'raise' | 'returned' | 'call';
  /** What came in, or the ETH that a call took along. */
  currency: Address;
  amount: bigint;
  /** Of a call. */
  target: Address | null;
  data: Hex | null;
  /** The proposal that decided it; null where it is not known. */
  proposalId: bigint | null;
  /** Of money that came back. */
  grantId: bigint | null;
  atSec: number;
  txHash: Hex;
};
