import { type Address, getAbiItem, type Hex, keccak256 } from 'viem';
import type { AttemptRow } from '@/lib/api/dispute/types';
import { disputeGameAbi } from '@/lib/chain/generated/abis';
import type { ChainReader } from '@/lib/chain/reader';
import { type Claim, GAME_PHASES, type GamePhase, type GameState, type PastMove, pastMoveOf } from '@/lib/dispute/game';
import { fromHex } from '@/lib/engine/hex';
import { AppError } from '@/lib/errors/app-error';

/** A game as the chain has it now, read past the indexer: clocks run. */
export type ChainPosition = {
  state: GameState;
  phase: GamePhase;
  attempt: number;
  /** The last second in which the side to move may move. */
  deadlineSec: number;
  chainNowSec: number;
};

const MOVES = [
  getAbiItem({ abi: disputeGameAbi, name: 'Revealed' }),
  getAbiItem({ abi: disputeGameAbi, name: 'Picked' }),
] as const;

/** Reads where a game stands. */
export async function readPosition(
  client: ChainReader,
  { disputeGame, gameId }: { disputeGame: Address; gameId: bigint },
): Promise<ChainPosition> {
  const [state, block] = await Promise.all([
    client.readContract({ address: disputeGame, abi: disputeGameAbi, functionName: 'game', args: [gameId] }),
    client.getBlock(),
  ]);
  return {
    state,
    phase: GAME_PHASES[state.phase] ?? 'None',
    attempt: state.attempt,
    deadlineSec: state.deadline,
    chainNowSec: Number(block.timestamp),
  };
}

/** The moves of a game from its events: all that a player has to remember. */
export async function readMoves(
  client: ChainReader,
  { disputeGame, gameId, fromBlock }: { disputeGame: Address; gameId: bigint; fromBlock: bigint },
): Promise<PastMove[]> {
  const logs = await client.getLogs({ address: disputeGame, events: MOVES, strict: true, fromBlock });
  return logs.filter(({ args }) => args.gameId === gameId).map((log) => pastMoveOf(log));
}

/** What the operator claims in one of its answers, as the solver takes it. */
export function claimOf(input: Hex, attempt: Pick<AttemptRow, 'output' | 'traceRoot'>): Claim {
  const [inputBytes, output] = [fromHex(input), fromHex(attempt.output)];
  if (inputBytes === undefined || output === undefined) {
    throw new AppError({ code: 'input/invalid', message: 'The request cannot be read.' });
  }
  return {
    inputBytes: inputBytes.length,
    outputBytes: output.length,
    inputHash: keccak256(input),
    outputHash: keccak256(attempt.output),
    traceRoot: attempt.traceRoot,
    output,
  };
}
