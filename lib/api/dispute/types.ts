import type { Address, Hex } from 'viem';
import type { GamePhase } from '../../dispute/game.ts';

/** What was proved wrong, in the order of the contract's numbers. */
export const FRAUD_KINDS = ['element', 'carried', 'output', 'shape'] as const;
export type FraudKind = (typeof FRAUD_KINDS)[number];

/** How a settled game ended; `Void` when another game had voided the answer first and the bond went back. */
export type GameOutcome = 'ChallengerWon' | 'AsserterWon' | 'Void';

/** One dispute game as its events tell it. Times in Unix seconds of the chain. */
export type GameRow = {
  gameId: bigint;
  requestId: bigint;
  /** Which answer to the request is disputed; counts from 1. */
  attempt: number;
  challenger: Address;
  asserter: Address;
  phase: GamePhase;
  /** Steps of the disputed run. */
  steps: number;
  bondWei: bigint;
  openedAtSec: number;
  movedAtSec: number;
  /** What each side has used of its clock up to the last move. */
  asserterUsedSec: number;
  challengerUsedSec: number;
  /** The disputed step and tensor, once picked or proved. */
  step: number | null;
  tensor: number | null;
  /** Set with a proof. */
  element: number | null;
  fraud: FraudKind | null;
  /** Who ran out of time. */
  timedOut: Address | null;
  outcome: GameOutcome | null;
  winner: Address | null;
  paidWei: bigint | null;
  burntWei: bigint | null;
  settledAtSec: number | null;
  /** Moves so far, the opening included. */
  moveCount: number;
  txHash: Hex;
};

export const MOVE_KINDS = ['opened', 'revealed', 'picked', 'proved', 'timedOut', 'settled'] as const;

/** One move of a game. `phase` is whose move it is afterwards. */
export type GameMove = {
  id: string;
  gameId: bigint;
  kind: (typeof MOVE_KINDS)[number];
  by: Address | null;
  phase: GamePhase;
  /** Revealed nodes, and the carried roots of a step that was opened. */
  children: readonly Hex[];
  carried: readonly Hex[];
  /** The picked node: its number among the nodes of its height, from the left end of its tree. */
  index: number | null;
  height: number | null;
  node: Hex | null;
  atSec: number;
  blockNumber: bigint;
  txHash: Hex;
  /** Null where it was read without the receipt. */
  gasUsed: bigint | null;
};

/** A game with all its moves, oldest first. */
export type GameDetail = GameRow & { moves: GameMove[] };

/** What became of an answer. */
export type AttemptOutcome = 'standing' | 'voided' | 'final';

/** One answer to a request; a voided one stays in this list. */
export type AttemptRow = {
  requestId: bigint;
  /** Counts from 1. */
  attempt: number;
  operator: Address;
  output: Hex;
  traceRoot: Hex;
  bondWei: bigint;
  postedAtSec: number;
  finalizableAtSec: number;
  outcome: AttemptOutcome;
  /** Who had it voided, what of the operator's bond went there and what was burnt. */
  challenger: Address | null;
  rewardWei: bigint | null;
  burntWei: bigint | null;
  txHash: Hex;
  endTxHash: Hex | null;
};

/** One account that staked with the oracle or answered. */
export type OperatorRow = {
  address: Address;
  freeStakeWei: bigint;
  bondedWei: bigint;
  answeredCount: number;
  finalizedCount: number;
  voidedCount: number;
  earnedWei: bigint;
  /** Bonds lost to challengers and burnt. */
  slashedWei: bigint;
  lastSeenSec: number;
};

/** One member of the validator pool, or a former one. */
export type ValidatorRow = {
  address: Address;
  status: 'active' | 'leaving' | 'left';
  stakeWei: bigint;
  /** When a leaving validator may take its stake. */
  freeAtSec: number | null;
  /** Models it watches now. */
  watchedCount: number;
  confirmedCount: number;
  /** How often it was judged attentive, and how often not. */
  attentiveCount: number;
  missedCount: number;
  penaltyWei: bigint;
  lastSeenSec: number;
};
