import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rescale } from './rescale.ts';

/** The spec's formula in BigInt: an arithmetic right shift is the floor. */
function byTheBook(value: number, mul: number, shift: number, low: number, high: number): number {
  const rounded = Number((BigInt(value) * BigInt(mul) + (1n << BigInt(shift - 1))) >> BigInt(shift));
  return Math.min(high, Math.max(low, rounded));
}

test.each([
  [1, 1, 1, 1], // 0.5 rounds up
  [-1, 1, 1, 0], // -0.5 rounds up too
  [-3, 1, 1, -1],
  [3, 1, 1, 2],
  [5, 3, 2, 4], // 3.75
  [127, 1, 1, 64],
  [-2147483648, 65535, 46, -2],
  [2147483647, 65535, 46, 2],
  [2147483647, 65535, 1, 127],
  [-2147483648, 65535, 1, -128],
  [0, 65535, 46, 0],
])('rescale of %i by %i / 2^%i is %i, rounding half up and saturating', (value, mul, shift, expected) => {
  expect(rescale(value, mul, shift, -128, 127)).toBe(expected);
});

test('rescale agrees with BigInt over its whole stated domain', () => {
  const value = fc.integer({ min: -(2 ** 32), max: 2 ** 32 });
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 1, max: 46 }), (v, mul, shift) => {
      expect(rescale(v, mul, shift, -32768, 32767)).toBe(byTheBook(v, mul, shift, -32768, 32767));
    }),
    { numRuns: 2000 },
  );
});

test('rescale agrees with BigInt on every exact tie of a small shift', () => {
  for (let v = -300; v <= 300; v++) expect(rescale(v, 1, 3, -128, 127)).toBe(byTheBook(v, 1, 3, -128, 127));
});
