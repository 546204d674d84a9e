import { encodeFunctionData, type Hex, hexToBytes } from 'viem';
import { disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { callOf, type Idle, type Move } from '../../lib/dispute/moves.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { GameReader, OpenGame } from '../chain/games.ts';
import type { OracleReader, OracleRequest } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { EngineJob } from '../engine/protocol.ts';
import type { Seat } from './due.ts';
import type { SolveGame } from './protocol.ts';

/** What playing needs. */
export type GameTools = {
  client: ChainClient;
  oracle: OracleReader;
  games: GameReader;
  sender: TxSender;
  /** The run that a request asks for. */
  jobOf: (request: OracleRequest) => Promise<EngineJob>;
  solve: SolveGame;
};

/** What stays the same throughout the games on one answer. */
type Matter = { job: EngineJob; output: Uint8Array; request: OracleRequest; fromBlock: bigint };

/** How an attempt to move ended. `stale`: the game has gone on since it was looked at. */
export type MoveOutcome =
  | { kind: 'moved'; name: Move['kind']; solveMs: number; gas: bigint }
  | { kind: 'idle'; why: Idle | 'stale'; solveMs: number };

/** Finds and sends the next move of a game. Throws `AppError`. */
export type Mover = (game: OpenGame, seat: Seat) => Promise<MoveOutcome>;

/** The calldata of a move that is one. */
function encodeMove(gameId: bigint, move: Move): Hex {
  const call = callOf(gameId, move);
  if (call === undefined) throw new AppError({ code: 'internal', message: 'there is no move to send' });
  return encodeFunctionData({ abi: disputeGameAbi, ...call });
}

/** Answers whose facts are kept between moves. */
const KEPT_MATTERS = 64;

/** Makes a mover that plays from `sender`'s account. It keeps nothing but facts that it could read again. */
export function createMover(tools: GameTools): Mover {
  const { client, oracle, games, sender, solve } = tools;
  const matters = new Map<string, Matter>();

  const matterOf = async (game: OpenGame): Promise<Matter | null> => {
    const key = keyOf(game);
    const known = matters.get(key);
    if (known !== undefined) return known;
    const [request] = await oracle.requests([game.requestId]);
    if (request?.status !== 'Answered' || request.attempt !== game.attempt) return null;
    const [job, output, fromBlock] = await Promise.all([
      tools.jobOf(request),
      oracle.outputOf(request),
      oracle.answerBlock(request),
    ]);
    const matter = { job, output: hexToBytes(output), request, fromBlock };
    matters.set(key, matter);
    for (const oldest of matters.keys()) {
      if (matters.size <= KEPT_MATTERS) break;
      matters.delete(oldest);
    }
    return matter;
  };

  const moveIn = async (game: OpenGame, seat: Seat, matter: Matter): Promise<MoveOutcome> => {
    const { job, output, request } = matter;
    const { inputHash, outputHash, traceRoot } = request;
    const lengths = { inputBytes: job.input.length, outputBytes: output.length };
    const claim = { ...lengths, inputHash, outputHash, traceRoot, output };
    const moves = await games.moves(game.gameId, matter.fromBlock);
    const answer = await solve({ ...job, kind: 'move', seat, claim, state: game.state, moves });
    if (answer.kind !== 'move') {
      throw new AppError({ code: 'internal', message: 'the solver answered another question' });
    }
    const { move, solveMs } = answer;
    if (move.kind === 'nothing') return { kind: 'idle', why: move.why, solveMs };
    const data = encodeMove(game.gameId, move);
    await onChain(`simulate ${move.kind}`, () => client.call({ account: sender.address, to: games.address, data }));
    const receipt = await sender.send({ label: move.kind, to: games.address, data });
    if (receipt.status !== 'success') {
      const message = `${move.kind} in game ${game.gameId}: the transaction reverted`;
      throw new AppError({ code: 'chain/reverted', message, isRetryable: true });
    }
    return { kind: 'moved', name: move.kind, solveMs, gas: receipt.gasUsed };
  };

  return async (game, seat) => {
    const matter = await matterOf(game);
    if (matter === null) return { kind: 'idle', why: 'stale', solveMs: 0 };
    let isMoved = false;
    try {
      const outcome = await moveIn(game, seat, matter);
      isMoved = outcome.kind === 'moved';
      return outcome;
    } finally {
      // What did not lead to a move is read anew: a reorganisation may have put another answer in its place.
      if (!isMoved) matters.delete(keyOf(game));
    }
  };
}

const keyOf = ({ requestId, attempt }: OpenGame): string => `${requestId}:${attempt}`;
