import { describe, expect, it } from 'vitest';
import { endText, leftSec, sideToMove } from './game-text.ts';

const game = { phase: 'PickSteps', asserterUsedSec: 10, challengerUsedSec: 5, movedAtSec: 1_000 } as const;

describe('leftSec', () => {
  it('runs for the side to move and stands for the other', () => {
    expect(leftSec(game, { side: 'challenger', clockSec: 60, nowSec: 1_007 })).toBe(48);
    expect(leftSec(game, { side: 'asserter', clockSec: 60, nowSec: 1_007 })).toBe(50);
  });
  it('never shows less than nothing, and stands when the game is over', () => {
    expect(leftSec(game, { side: 'challenger', clockSec: 60, nowSec: 9_999 })).toBe(0);
    const over = { ...game, phase: 'Settled' as const };
    expect(leftSec(over, { side: 'challenger', clockSec: 60, nowSec: 9_999 })).toBe(55);
  });
});

describe('sideToMove', () => {
  it('is nobody once decided', () => {
    expect(sideToMove('RevealStep')).toBe('asserter');
    expect(sideToMove('PickChunks')).toBe('challenger');
    expect(sideToMove('ChallengerWon')).toBeNull();
    expect(sideToMove('Settled')).toBeNull();
  });
});

describe('endText', () => {
  const running = { phase: 'PickSteps', outcome: null, fraud: null, timedOut: null } as const;
  it('is silent while a game runs', () => expect(endText(running)).toBeNull());
  it('names the proof, the silence, or that another game was first', () => {
    expect(endText({ ...running, phase: 'ChallengerWon', fraud: 'output' })).toContain('Fraud proved');
    expect(endText({ ...running, phase: 'Settled', outcome: 'ChallengerWon' })).toContain('operator ran out of time');
    expect(endText({ ...running, phase: 'AsserterWon' })).toContain('the answer stands');
    expect(endText({ ...running, phase: 'Settled', outcome: 'Void' })).toContain('went back');
  });
});
