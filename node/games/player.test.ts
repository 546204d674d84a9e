import pino from 'pino';
import { type Hex, type TransactionReceipt, zeroAddress, zeroHash } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GamePhase } from '../../lib/dispute/game.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OpenGame } from '../chain/games.ts';
import { createMetrics } from '../metrics.ts';
import type { Seat } from './due.ts';
import type { MoveOutcome } from './move.ts';
import { createGamePlayer, type GamePlayer } from './player.ts';

const gameIn = (phase: GamePhase, change: Partial<OpenGame> = {}): OpenGame => ({
  gameId: 1n,
  requestId: 1n,
  attempt: 1,
  challenger: zeroAddress,
  asserter: zeroAddress,
  phase,
  deadlineSec: 1_000,
  stands: true,
  state: { phase: 1, step: 0, tensor: 0, index: 0, height: 0, node: zeroHash },
  ...change,
});

/** A player whose moves and transactions are counted, over a chain that takes everything. */
function playerOf(options: { seat: Seat | null; graceMs?: number; move?: () => Promise<MoveOutcome> }) {
  const sent: string[] = [];
  let moves = 0;
  const move = async (): Promise<MoveOutcome> => {
    moves++;
    return options.move?.() ?? { kind: 'moved', name: 'reveal', solveMs: 1, gas: 1n };
  };
  const receipt = { status: 'success', transactionHash: zeroHash as Hex } as TransactionReceipt;
  // Only what a player uses of them.
  const tools = {
    client: { simulateContract: async () => undefined },
    games: { address: zeroAddress },
    sender: {
      address: zeroAddress,
      send: async ({ label }: { label: string }) => {
        sent.push(label);
        return receipt;
      },
    },
  } as unknown as Parameters<typeof createGamePlayer>[0]['tools'];
  const player = createGamePlayer({
    seat: options.seat,
    mine: () => true,
    tools,
    move,
    logger: pino({ level: 'silent' }),
    metrics: createMetrics(),
    role: 'test',
    graceMs: options.graceMs ?? 0,
    onSettled: async () => undefined,
  });
  return { player, sent, moves: () => moves };
}

async function look(player: GamePlayer, game: OpenGame, nowSec = 500): Promise<void> {
  player.play([game], nowSec);
  await player.idle();
}

describe('game player', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('moves once in a state, however often an old look at the chain shows it', async () => {
    const { player, moves } = playerOf({ seat: 'asserter' });
    await look(player, gameIn('RevealSteps'));
    await look(player, gameIn('RevealSteps'));
    expect(moves()).toBe(1);
    await look(player, gameIn('PickSteps'));
    await look(player, gameIn('RevealTensors'));
    expect(moves()).toBe(2);
  });

  it('moves again when the state is still the same much later: a reorganisation took the move', async () => {
    const { player, moves } = playerOf({ seat: 'asserter' });
    await look(player, gameIn('RevealSteps'));
    vi.advanceTimersByTime(10_000);
    await look(player, gameIn('RevealSteps'));
    expect(moves()).toBe(2);
  });

  it('tries a move that failed again, after a pause that grows', async () => {
    let fails = 2;
    const { player, moves } = playerOf({
      seat: 'challenger',
      move: async () => {
        if (fails-- > 0) throw new AppError({ code: 'chain/unreachable', message: 'down', isRetryable: true });
        return { kind: 'moved', name: 'pick', solveMs: 1, gas: 1n };
      },
    });
    const game = gameIn('PickSteps');
    await look(player, game);
    await look(player, game);
    expect(moves()).toBe(1);
    vi.advanceTimersByTime(500);
    await look(player, game);
    expect(moves()).toBe(2);
    vi.advanceTimersByTime(500);
    await look(player, game);
    expect(moves()).toBe(2);
    vi.advanceTimersByTime(500);
    await look(player, game);
    expect(moves()).toBe(3);
  });

  it('asks once what cannot be defended, and still settles it', async () => {
    const { player, moves, sent } = playerOf({
      seat: 'asserter',
      move: async () => ({ kind: 'idle', why: 'not-mine', solveMs: 1 }),
    });
    await look(player, gameIn('RevealSteps'));
    vi.advanceTimersByTime(60_000);
    await look(player, gameIn('RevealSteps'));
    expect(moves()).toBe(1);
    await look(player, gameIn('ChallengerWon'));
    vi.advanceTimersByTime(60_000);
    await look(player, gameIn('ChallengerWon'));
    expect(sent).toEqual(['settle']);
  });

  it('asks the challenger’s move once before its turn: impossible lengths are refuted at once', async () => {
    const { player, moves } = playerOf({
      seat: 'challenger',
      move: async () => ({ kind: 'idle', why: 'their-move', solveMs: 1 }),
    });
    await look(player, gameIn('RevealSteps'));
    vi.advanceTimersByTime(60_000);
    await look(player, gameIn('RevealSteps'));
    await look(player, gameIn('RevealTensors'));
    expect(moves()).toBe(1);
    await look(player, gameIn('PickSteps'));
    expect(moves()).toBe(2);
  });

  it('leaves a settlement to whom it pays, for a while', async () => {
    const winner = playerOf({ seat: 'challenger' });
    const loser = playerOf({ seat: 'asserter' });
    for (const { player } of [winner, loser]) await look(player, gameIn('ChallengerWon'));
    expect(winner.sent).toEqual(['settle']);
    expect(loser.sent).toEqual([]);
    vi.advanceTimersByTime(21_000);
    await look(loser.player, gameIn('ChallengerWon'));
    expect(loser.sent).toEqual(['settle']);
  });

  it('gives the sides time before it keeps order, and makes no moves', async () => {
    const { player, sent, moves } = playerOf({ seat: null, graceMs: 15_000 });
    await look(player, gameIn('RevealSteps'), 1_001);
    await look(player, gameIn('RevealSteps'), 1_002);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(15_000);
    await look(player, gameIn('RevealSteps'), 1_016);
    expect(sent).toEqual(['timeout']);
    await look(player, gameIn('PickSteps'), 900);
    expect(moves()).toBe(0);
  });

  it('plays many games side by side, each at most once at a time', async () => {
    let running = 0;
    let most = 0;
    const { player, moves } = playerOf({
      seat: 'asserter',
      move: async () => {
        running++;
        most = Math.max(most, running);
        await Promise.resolve();
        running--;
        return { kind: 'moved', name: 'reveal', solveMs: 1, gas: 1n };
      },
    });
    const games = [1n, 2n, 3n].map((gameId) => gameIn('RevealSteps', { gameId }));
    player.play(games, 500);
    player.play(games, 500);
    await player.idle();
    expect(moves()).toBe(3);
    expect(most).toBe(3);
    expect(player.openGames()).toBe(3);
  });
});
