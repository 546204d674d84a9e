import type { Address } from 'viem';
import { z } from 'zod';
import { GAME_PHASES } from '../../dispute/game.ts';
import { address, hex, integer, pageOf } from '../fields.ts';
import {
  type AttemptRow,
  FRAUD_KINDS,
  type GameDetail,
  type GameMove,
  type GameRow,
  MOVE_KINDS,
  type OperatorRow,
  type ValidatorRow,
} from './types.ts';

const int = z.number().int();

/** GraphQL fields of one game without its moves. */
export const gameFields = `
  gameId requestId attempt challenger asserter phase steps bondWei openedAtSec movedAtSec asserterUsedSec challengerUsedSec
  step tensor element fraud timedOut outcome winner paidWei burntWei settledAtSec moveCount txHash`;

const gameShape = {
  gameId: integer,
  requestId: integer,
  attempt: int,
  challenger: address,
  asserter: address,
  phase: z.enum(GAME_PHASES),
  steps: int,
  bondWei: integer,
  openedAtSec: int,
  movedAtSec: int,
  asserterUsedSec: int,
  challengerUsedSec: int,
  step: int.nullable(),
  tensor: int.nullable(),
  element: int.nullable(),
  fraud: z.enum(FRAUD_KINDS).nullable(),
  timedOut: address.nullable(),
  outcome: z.enum(['ChallengerWon', 'AsserterWon', 'Void']).nullable(),
  winner: address.nullable(),
  paidWei: integer.nullable(),
  burntWei: integer.nullable(),
  settledAtSec: int.nullable(),
  moveCount: int,
  txHash: hex,
};

/** One game as the indexer gives it. */
export const gameSchema = z.object(gameShape).transform((row): GameRow => row);

/** GraphQL fields of one game with its moves, of which a game has far fewer than the limit. */
export const gameDetailFields = `${gameFields}
  moves(orderBy: "id", orderDirection: "asc", limit: 500) {
    items { id gameId kind by phase children carried index height node atSec blockNumber txHash gasUsed }
  }`;

const moveSchema = z
  .object({
    id: z.string(),
    gameId: integer,
    kind: z.enum(MOVE_KINDS),
    by: address.nullable(),
    phase: z.enum(GAME_PHASES),
    children: z.array(hex),
    carried: z.array(hex),
    index: int.nullable(),
    height: int.nullable(),
    node: hex.nullable(),
    atSec: int,
    blockNumber: integer,
    txHash: hex,
    gasUsed: integer,
  })
  .transform((row): GameMove => row);

/** One game with its moves. */
export const gameDetailSchema = z
  .object({ ...gameShape, moves: pageOf(moveSchema) })
  .transform((row): GameDetail => ({ ...row, moves: row.moves.items }));

/** GraphQL fields of one answer. */
export const attemptFields = `
  requestId attempt operator output traceRoot bondWei postedAtSec finalizableAtSec outcome challenger rewardWei burntWei
  txHash endTxHash`;

/** One answer to a request. */
export const attemptSchema = z
  .object({
    requestId: integer,
    attempt: int,
    operator: address,
    output: hex,
    traceRoot: hex,
    bondWei: integer,
    postedAtSec: int,
    finalizableAtSec: int,
    outcome: z.enum(['standing', 'voided', 'final']),
    challenger: address.nullable(),
    rewardWei: integer.nullable(),
    burntWei: integer.nullable(),
    txHash: hex,
    endTxHash: hex.nullable(),
  })
  .transform((row): AttemptRow => row);

/** GraphQL fields of one operator. */
export const operatorFields = `
  address freeStakeWei bondedWei answeredCount finalizedCount voidedCount earnedWei slashedWei lastSeenSec`;

/** One operator. */
export const operatorSchema = z
  .object({
    address,
    freeStakeWei: integer,
    bondedWei: integer,
    answeredCount: int,
    finalizedCount: int,
    voidedCount: int,
    earnedWei: integer,
    slashedWei: integer,
    lastSeenSec: int,
  })
  .transform((row): OperatorRow => row);

/** GraphQL fields of one validator. */
export const validatorFields = `
  address status stakeWei freeAtSec watchedCount confirmedCount attentiveCount missedCount penaltyWei lastSeenSec`;

/** One validator. */
export const validatorSchema = z
  .object({
    address,
    status: z.enum(['active', 'leaving', 'left']),
    stakeWei: integer,
    freeAtSec: int.nullable(),
    watchedCount: int,
    confirmedCount: int,
    attentiveCount: int,
    missedCount: int,
    penaltyWei: integer,
    lastSeenSec: int,
  })
  .transform((row): ValidatorRow => row);

/** An empty operator, for those who replay events. */
export function newOperator(account: Address): OperatorRow {
  return {
    address: account,
    freeStakeWei: 0n,
    bondedWei: 0n,
    answeredCount: 0,
    finalizedCount: 0,
    voidedCount: 0,
    earnedWei: 0n,
    slashedWei: 0n,
    lastSeenSec: 0,
  };
}

/** An empty validator, for those who replay events. */
export function newValidator(account: Address): ValidatorRow {
  return {
    address: account,
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
}
