import { describe, expect, it } from 'vitest';
import { type GameEvent, playEvent } from './replay-game.ts';
import type { GameMove, GameRow } from './types.ts';

const CHALLENGER = '0x00000000000000000000000000000000000000C1';
const ASSERTER = '0x00000000000000000000000000000000000000A1';
const NODE = `0x${'11'.repeat(32)}` as const;
const gameId = 3n;

const opening = (steps: bigint): GameEvent => ({
  eventName: 'GameOpened',
  args: { gameId, requestId: 9n, challenger: CHALLENGER, asserter: ASSERTER, attempt: 1n, steps, bondWei: 50n },
});
const reveal: GameEvent = { eventName: 'Revealed', args: { gameId, phase: 0, children: [NODE, NODE], carried: [] } };
const pick = (index: bigint, height: bigint): GameEvent => ({
  eventName: 'Picked',
  args: { gameId, phase: 0, index, height, node: NODE },
});

/** Plays events at the seconds given. */
function play(events: readonly [number, GameEvent][]): { game: GameRow; moves: GameMove[] } {
  let game: GameRow | null = null;
  const moves: GameMove[] = [];
  for (const [atSec, event] of events) {
    const place = { id: String(moves.length), atSec, blockNumber: 1n, txHash: NODE, from: null, gasUsed: null };
    const played = playEvent(game, event, place);
    if (played === null) throw new Error('an event of no game');
    game = played.game;
    moves.push(played.move);
  }
  if (game === null) throw new Error('no events');
  return { game, moves };
}

describe('playEvent', () => {
  it('goes through every phase of a game of many steps, down to a proof', () => {
    const { game, moves } = play([
      [100, opening(40n)],
      [103, reveal],
      [105, pick(5n, 3n)],
      [106, reveal],
      [110, pick(41n, 0n)],
      [111, reveal],
      [112, pick(2n, 1n)],
      [113, reveal],
      [114, pick(17n, 0n)],
      [115, reveal],
      [116, pick(4n, 2n)],
      [117, reveal],
      [120, { eventName: 'FraudProved', args: { gameId, kind: 0, step: 41n, tensor: 17n, element: 130n } }],
      [125, { eventName: 'GameSettled', args: { gameId, outcome: 8, winner: CHALLENGER, paidWei: 50n, burntWei: 0n } }],
    ]);
    expect(moves.map(({ phase }) => phase)).toEqual([
      'RevealSteps',
      'PickSteps',
      'RevealSteps',
      'PickSteps',
      'RevealStep',
      'PickTensors',
      'RevealTensors',
      'PickTensors',
      'RevealChunks',
      'PickChunks',
      'RevealChunks',
      'PickChunks',
      'ChallengerWon',
      'Settled',
    ]);
    expect(game).toMatchObject({
      step: 41,
      tensor: 17,
      element: 130,
      fraud: 'element',
      outcome: 'ChallengerWon',
      winner: CHALLENGER,
      settledAtSec: 125,
      moveCount: 14,
    });
    // 3 + 1 + 1 + 1 + 1 + 1 for the asserter, 2 + 4 + 1 + 1 + 1 + 3 for the challenger.
    expect([game.asserterUsedSec, game.challengerUsedSec]).toEqual([8, 12]);
  });

  it('begins at the step where a run has only one', () =>
    expect(play([[100, opening(1n)]]).game).toMatchObject({ phase: 'RevealStep', step: 0 }));

  it('gives the game to the challenger when the asserter is silent, and to the asserter when the challenger is', () => {
    const asserterLate = play([
      [100, opening(40n)],
      [170, { eventName: 'TimedOut', args: { gameId, loser: ASSERTER } }],
    ]);
    expect(asserterLate.game).toMatchObject({ phase: 'ChallengerWon', timedOut: ASSERTER, asserterUsedSec: 70 });
    const challengerLate = play([
      [100, opening(40n)],
      [101, reveal],
      [170, { eventName: 'TimedOut', args: { gameId, loser: CHALLENGER } }],
    ]);
    expect(challengerLate.game).toMatchObject({ phase: 'AsserterWon', challengerUsedSec: 69, asserterUsedSec: 1 });
  });

  it('tells who lost by whose turn it was where one account plays both sides', () => {
    const event = opening(40n);
    if (event.eventName !== 'GameOpened') throw new Error('not an opening');
    const own: GameEvent = { ...event, args: { ...event.args, asserter: CHALLENGER } };
    const { game } = play([
      [100, own],
      [101, reveal],
      [170, { eventName: 'TimedOut', args: { gameId, loser: CHALLENGER } }],
    ]);
    expect(game.phase).toBe('AsserterWon');
  });

  it('settles without an outcome where another game had voided the answer', () => {
    const { game } = play([
      [100, opening(40n)],
      [130, { eventName: 'GameSettled', args: { gameId, outcome: 0, winner: CHALLENGER, paidWei: 50n, burntWei: 0n } }],
    ]);
    expect(game).toMatchObject({ phase: 'Settled', outcome: 'Void' });
  });

  it('drops an event of a game that it has not seen opened', () =>
    expect(
      playEvent(null, reveal, { id: '1', atSec: 1, blockNumber: 1n, txHash: NODE, from: null, gasUsed: null }),
    ).toBeNull());
});
