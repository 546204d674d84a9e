import { zeroAddress, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import { GAME_PHASES } from '../../lib/dispute/game.ts';
import type { OpenGame } from '../chain/games.ts';
import { dueOf, turnOf } from './due.ts';

const game: OpenGame = {
  gameId: 1n,
  requestId: 1n,
  attempt: 1,
  challenger: zeroAddress,
  asserter: zeroAddress,
  phase: 'RevealSteps',
  deadlineSec: 1_060,
  stands: true,
  state: { phase: 1, step: 0, tensor: 0, index: 0, height: 0, node: zeroHash },
};

describe('dueOf', () => {
  it('lets the side to move do so until its clock ends, and the other then call time', () => {
    expect(dueOf({ game, seat: 'asserter', nowSec: 1_060 })).toBe('move');
    expect(dueOf({ game, seat: 'challenger', nowSec: 1_060 })).toBe('wait');
    expect(dueOf({ game, seat: 'asserter', nowSec: 1_061 })).toBe('lost');
    expect(dueOf({ game, seat: 'challenger', nowSec: 1_061 })).toBe('timeout');
  });

  it('calls time on a challenger that stalls', () => {
    const picking: OpenGame = { ...game, phase: 'PickChunks' };
    expect(dueOf({ game: picking, seat: 'challenger', nowSec: 1_060 })).toBe('move');
    expect(dueOf({ game: picking, seat: 'asserter', nowSec: 1_060 })).toBe('wait');
    expect(dueOf({ game: picking, seat: 'asserter', nowSec: 1_061 })).toBe('timeout');
  });

  it('settles what is decided, and what another game has made void in the middle of this one', () => {
    expect(dueOf({ game: { ...game, phase: 'ChallengerWon' }, seat: 'asserter', nowSec: 0 })).toBe('settle');
    expect(dueOf({ game: { ...game, phase: 'AsserterWon' }, seat: 'challenger', nowSec: 0 })).toBe('settle');
    expect(dueOf({ game: { ...game, stands: false }, seat: 'challenger', nowSec: 0 })).toBe('settle');
  });

  it('does nothing about a game that is settled or unknown', () => {
    for (const phase of ['None', 'Settled'] as const) {
      expect(dueOf({ game: { ...game, phase, stands: false }, seat: 'asserter', nowSec: 9_999 })).toBe('wait');
    }
  });

  it('only keeps order where it has no seat', () => {
    expect(dueOf({ game, seat: null, nowSec: 1_060 })).toBe('wait');
    expect(dueOf({ game, seat: null, nowSec: 1_061 })).toBe('timeout');
  });
});

describe('turnOf', () => {
  it('gives every reveal to the asserter and every pick to the challenger', () => {
    for (const phase of GAME_PHASES) {
      const expected = phase.startsWith('Reveal') ? 'asserter' : phase.startsWith('Pick') ? 'challenger' : null;
      expect(turnOf(phase)).toBe(expected);
    }
  });
});
