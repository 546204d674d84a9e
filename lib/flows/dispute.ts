import { type Address, encodeFunctionData, type Hex, isAddressEqual, type Log, parseEventLogs } from 'viem';
import { disputeGameAbi } from '../chain/generated/abis.ts';
import { callOf, type Move, type ProgramProof } from '../dispute/moves.ts';
import { AppError } from '../errors/app-error.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

export type OpenChallengeParams = {
  disputeGame: Address;
  requestId: bigint;
  bondWei: bigint;
  /** The answer that is called wrong: a right one may have taken its place meanwhile, and is then not challenged. */
  claim: { outputHash: Hex; traceRoot: Hex };
  head: Pick<ProgramProof, 'header' | 'recordsRoot'>;
};

/** Challenges the standing answer to a request, with a bond. */
export function openChallengeFlow({ disputeGame, requestId, bondWei, claim, head }: OpenChallengeParams): Flow {
  const data = encodeFunctionData({
    abi: disputeGameAbi,
    functionName: 'open',
    args: [requestId, claim.outputHash, claim.traceRoot, head.header, head.recordsRoot],
  });
  return {
    kind: 'challenge',
    key: `challenge:${requestId}`,
    title: `Challenge the answer to request ${requestId}`,
    summary: `${compactAmount(bondWei)} ETH bond`,
    done: `Challenged request ${requestId}`,
    isUrgent: true,
    steps: [{ id: 'open', label: 'Open the game', prepare: async () => ({ to: disputeGame, data, value: bondWei }) }],
  };
}

/**
 * The id of the game that a transaction opened.
 *
 * @throws AppError `internal` when there is none, which a successful opening cannot have
 */
export function gameIdOf(logs: Log[], disputeGame: Address): bigint {
  const found = parseEventLogs({ abi: disputeGameAbi, eventName: 'GameOpened', logs }).find((log) =>
    isAddressEqual(log.address, disputeGame),
  );
  if (found === undefined) {
    throw new AppError({ code: 'internal', message: 'The transaction opened no game. Look at it in your wallet.' });
  }
  return found.args.gameId;
}

/** A move that can be sent. */
export type PlayableMove = Exclude<Move, { kind: 'nothing' }>;

const TITLES: Record<PlayableMove['kind'], string> = {
  reveal: 'Reveal nodes',
  pick: 'Pick the first wrong node',
  proveElement: 'Prove an element wrong',
  proveCarried: 'Prove a carried value wrong',
  proveOutput: 'Prove the answer wrong',
  proveShape: 'Prove the lengths wrong',
};

/** A move of the solver in a game. `moveCount` tells the turns of a game apart. */
export function playMoveFlow({
  disputeGame,
  gameId,
  move,
  moveCount,
}: {
  disputeGame: Address;
  gameId: bigint;
  move: PlayableMove;
  moveCount: number;
}): Flow {
  return {
    kind: 'playMove',
    key: `game:${gameId}:${moveCount}:${move.kind}`,
    title: TITLES[move.kind],
    summary: `Game ${gameId}`,
    done: `${TITLES[move.kind]}: done`,
    isUrgent: true,
    steps: [
      {
        id: move.kind,
        label: TITLES[move.kind],
        prepare: async () => ({ to: disputeGame, data: moveData(gameId, move), value: 0n }),
      },
    ],
  };
}

function moveData(gameId: bigint, move: PlayableMove): `0x${string}` {
  const call = callOf(gameId, move);
  if (call === undefined) throw new AppError({ code: 'internal', message: 'There is no move to send.' });
  return encodeFunctionData({ abi: disputeGameAbi, ...call });
}

/** Ends a game whose side to move has let its clock run out; anyone may. */
export function timeoutFlow({ disputeGame, gameId }: { disputeGame: Address; gameId: bigint }): Flow {
  const data = encodeFunctionData({ abi: disputeGameAbi, functionName: 'timeout', args: [gameId] });
  return {
    kind: 'timeout',
    key: `game:${gameId}:timeout`,
    title: `Call time in game ${gameId}`,
    summary: 'The side to move has run out of time',
    done: `Time called in game ${gameId}`,
    isUrgent: true,
    steps: [{ id: 'timeout', label: 'Call time', prepare: async () => ({ to: disputeGame, data, value: 0n }) }],
  };
}

/** Pays out a decided game; anyone may. */
export function settleGameFlow({ disputeGame, gameId }: { disputeGame: Address; gameId: bigint }): Flow {
  const data = encodeFunctionData({ abi: disputeGameAbi, functionName: 'settle', args: [gameId] });
  return {
    kind: 'settleGame',
    key: `game:${gameId}:settle`,
    title: `Settle game ${gameId}`,
    summary: 'Pays the bonds out',
    done: `Settled game ${gameId}`,
    steps: [{ id: 'settle', label: 'Settle', prepare: async () => ({ to: disputeGame, data, value: 0n }) }],
  };
}
