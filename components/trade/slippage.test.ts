import { describe, expect, it } from 'vitest';
import { slippageBpsOf, slippageWarning } from './slippage';

describe('slippageBpsOf', () => {
  it.each([
    ['1', 100],
    ['0.5', 50],
    ['0', 0],
    ['50', 5_000],
    ['50.1', null],
    ['', null],
    ['.', null],
    ['-1', null],
    ['x', null],
  ])('reads %j as %s', (text, bps) => expect(slippageBpsOf(text)).toBe(bps));
});

describe('slippageWarning', () => {
  it('warns at both ends only', () =>
    expect([5, 10, 100, 500, 501].map((bps) => slippageWarning(bps) !== null)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]));
});
