import { encodeFunctionData } from 'viem';
import { disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { OpenGame } from '../chain/games.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { backoffMs, isRetryable } from '../retry.ts';
import { type Due, dueOf, type Seat } from './due.ts';
import type { GameTools, Mover } from './move.ts';

/** Looks after many games at once, each at most once at a time. */
export type GamePlayer = {
  /** Starts what is due in the games that are `mine`, and returns at once. */
  play: (games: readonly OpenGame[], nowSec: number) => void;
  /** Unsettled games of this player at the last look. */
  openGames: () => number;
  idle: () => Promise<void>;
};

const PAUSE = { firstMs: 500, maxMs: 5_000 };
/** How long a settlement is left to the side that it pays. */
const LOSER_GRACE_MS = 20_000;
/** A game that looks as it did when we acted on it is acted on again after this long: a reorganisation took our move. */
const SAME_STATE_MS = 8_000;

/** What was done about a game last, so that an old look at the chain does not make us do it twice. */
type Acted = { state: string; atMs: number; failures: number; notBeforeMs: number };

/**
 * Makes a player. It plays `seat` in the games that are `mine`: moves, calls time, settles; with seat null it only keeps order. All it knows
 * of a game it reads from the chain again at every look, so a restart in the middle of a game goes on with it.
 */
export function createGamePlayer(options: {
  seat: Seat | null;
  mine: (game: OpenGame) => boolean;
  tools: Pick<GameTools, 'client' | 'games' | 'sender'>;
  move: Mover | null;
  logger: Logger;
  metrics: Metrics;
  role: string;
  /** How long what is due is left to others: a side acts at once, who only keeps order gives the sides time. */
  graceMs: number;
  /** After every settlement: what was paid out may wait as a credit. */
  onSettled: () => Promise<void>;
}): GamePlayer {
  const { seat, mine, tools, move, logger, metrics, role, graceMs: ownGraceMs, onSettled } = options;
  const { client, games, sender } = tools;
  const working = new Map<bigint, Promise<void>>();
  const acted = new Map<bigint, Acted>();
  /** Games whose next move was asked for at least once. */
  const asked = new Set<bigint>();
  const firstSeen = new Map<bigint, { state: string; due: Due; atMs: number }>();
  let openCount = 0;

  const call = async (game: OpenGame, name: 'timeout' | 'settle'): Promise<void> => {
    const request = { address: games.address, abi: disputeGameAbi, functionName: name, args: [game.gameId] } as const;
    await onChain(`simulate ${name}`, () => client.simulateContract({ ...request, account: sender.address }));
    const receipt = await sender.send({ label: name, to: games.address, data: encodeFunctionData(request) });
    const isDone = receipt.status === 'success';
    if (isDone && name === 'settle') metrics.increase('openimo_games_settled_total', { role, outcome: game.phase });
    const { gameId, requestId, phase } = game;
    logger.info({ gameId, requestId, phase, isDone, txHash: receipt.transactionHash }, name);
  };

  /** Whether there is nothing more to do while the game stays as it is: `for-good`, or until a look shows it changed. */
  const makeMove = async (game: OpenGame): Promise<'done' | 'for-good' | 'look-again'> => {
    if (seat === null || move === null) return 'for-good';
    const { gameId, requestId, phase } = game;
    const outcome = await move(game, seat);
    metrics.increase('openimo_game_solve_seconds_total', { role }, outcome.solveMs / 1000);
    switch (outcome.kind) {
      case 'moved': {
        const { name, gas, solveMs } = outcome;
        metrics.increase('openimo_game_moves_total', { role, move: name });
        logger.info({ gameId, requestId, phase, move: name, gas, solveMs: Math.round(solveMs) }, 'moved');
        return 'done';
      }
      case 'idle': {
        const isHopeless = outcome.why === 'agrees' || outcome.why === 'not-mine';
        logger[isHopeless ? 'error' : 'debug']({ gameId, requestId, phase, why: outcome.why }, 'no move');
        return isHopeless ? 'for-good' : 'look-again';
      }
      default:
        return outcome satisfies never;
    }
  };

  const act = async (game: OpenGame, due: 'move' | 'timeout' | 'settle'): Promise<void> => {
    const { gameId } = game;
    const before = acted.get(gameId);
    try {
      const outcome = due === 'move' ? await makeMove(game) : await call(game, due).then(() => 'done' as const);
      if (due === 'move') asked.add(gameId);
      const state = outcome === 'look-again' ? '' : stateOf(game);
      const notBeforeMs = outcome === 'look-again' ? Date.now() + PAUSE.firstMs : 0;
      const atMs = outcome === 'for-good' ? Number.POSITIVE_INFINITY : Date.now();
      acted.set(gameId, { state, atMs, failures: 0, notBeforeMs });
      if (due === 'settle') await onSettled();
    } catch (error) {
      const failures = (before?.failures ?? 0) + 1;
      const notBeforeMs = Date.now() + backoffMs(PAUSE, failures - 1);
      acted.set(gameId, { state: '', atMs: 0, failures, notBeforeMs });
      // A revert means that the game has gone on, or that the chain's clock is behind ours: the next look decides.
      const level = revertName(error) !== null ? 'debug' : isRetryable(error) ? 'warn' : 'error';
      const code = error instanceof AppError ? error.code : 'internal';
      logger[level]({ error, code, gameId, due, failures }, 'could not act in a game');
    }
  };

  const take = (game: OpenGame, nowSec: number): void => {
    const { gameId } = game;
    const onTurn = dueOf({ game, seat, nowSec });
    // A claim of impossible lengths is refuted at once, also when it is the asserter's move: asked once a game.
    const due = onTurn === 'wait' && seat === 'challenger' && !asked.has(gameId) ? 'move' : onTurn;
    if (due === 'wait' || due === 'lost' || working.has(gameId)) return;
    const seen = firstSeen.get(gameId);
    const state = stateOf(game);
    // Who gets nothing by a settlement leaves it to who does.
    const graceMs =
      due === 'settle' && seat !== null && !gainsBy(game, seat) ? Math.max(LOSER_GRACE_MS, ownGraceMs) : ownGraceMs;
    if (seen?.state !== state || seen.due !== due) {
      firstSeen.set(gameId, { state, due, atMs: Date.now() });
      if (graceMs > 0) return;
    } else if (Date.now() - seen.atMs < graceMs) return;
    const last = acted.get(gameId);
    if (last !== undefined) {
      if (Date.now() < last.notBeforeMs) return;
      if (last.state === state && Date.now() - last.atMs < SAME_STATE_MS) return;
    }
    working.set(
      gameId,
      act(game, due).finally(() => working.delete(gameId)),
    );
  };

  return {
    play: (all, nowSec) => {
      const own = all.filter(mine);
      openCount = own.length;
      if (seat !== null) metrics.set('openimo_open_games', openCount, { role });
      const open = new Set(own.map(({ gameId }) => gameId));
      for (const memory of [acted, firstSeen, asked]) {
        for (const gameId of memory.keys()) if (!open.has(gameId) && !working.has(gameId)) memory.delete(gameId);
      }
      for (const game of own) take(game, nowSec);
    },
    openGames: () => openCount,
    idle: async () => {
      await Promise.allSettled(working.values());
    },
  };
}

/** Whether the settlement of a game pays something to the side: the winner is paid, and a challenger whose matter is gone. */
function gainsBy({ phase, stands }: OpenGame, seat: Seat): boolean {
  return stands && phase === 'AsserterWon' ? seat === 'asserter' : seat === 'challenger';
}

/** Changes with every move. */
function stateOf({ phase, stands, deadlineSec, state }: OpenGame): string {
  return [phase, stands, deadlineSec, state.step, state.tensor, state.index, state.height, state.node].join(':');
}
