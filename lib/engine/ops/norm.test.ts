import fc from 'fast-check';
import { expect, test } from 'vitest';
import { center, rsqrt, scale, sumSquares } from './norm.ts';

test('sumSquares floors each shifted square, extremes included', () => {
  const sums = (x: Int16Array, shift: number, rows = 1) => {
    const out = new Int32Array(rows);
    sumSquares(x, shift, out);
    return [...out];
  };
  expect(sums(Int16Array.of(3, -3, 1), 1)).toEqual([4 + 4 + 0]);
  expect(sums(Int16Array.of(-32768), 0)).toEqual([2 ** 30]);
  expect(sums(new Int16Array(255).fill(-32768), 7)).toEqual([255 * 2 ** 23]);
  expect(sums(Int16Array.of(1, 2, 3, 4), 0, 2)).toEqual([5, 25]);
});

test.each([
  [1, 2 ** 30],
  [0, 2 ** 30],
  [-5, 2 ** 30],
  [2, 759250124],
  [4, 2 ** 29],
  [2147483647, 23170],
])('rsqrt of %i is %i', (v, expected) => {
  expect(rsqrt(v)).toBe(expected);
});

test('rsqrt is the largest root under the bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2147483647 }), (v) => {
      const r = BigInt(rsqrt(v));
      expect(r * r * BigInt(v) <= 1n << 60n).toBe(true);
      expect((r + 1n) * (r + 1n) * BigInt(v) > 1n << 60n).toBe(true);
    }),
  );
});

test('scale agrees with BigInt at its widest products', () => {
  const i16 = fc.integer({ min: -32768, max: 32767 });
  const root = fc.integer({ min: 1, max: 2 ** 30 });
  fc.assert(
    fc.property(i16, root, fc.integer({ min: 1, max: 127 }), fc.integer({ min: 1, max: 46 }), (x, by, mul, shift) => {
      const out = new Int8Array(1);
      scale(Int16Array.of(x), Int32Array.of(by), { mul, shift }, out);
      const wide = (BigInt(x) * BigInt(by) * BigInt(mul) + (1n << BigInt(shift - 1))) >> BigInt(shift);
      expect(out[0]).toBe(Number(wide < -64n ? -64n : wide > 63n ? 63n : wide));
    }),
    { numRuns: 1000 },
  );
});

test('center takes each row’s mean off, rounded half up, and saturates', () => {
  const out = new Int16Array(6);
  center(Int16Array.of(1, 2, 10, -3, -4, 0), 3, out); // means 1.5 → 2, 3.5 → 4, −2
  expect([...out]).toEqual([-1, 0, 6, -7, -2, 2]);
  const wide = new Int16Array(3);
  center(Int16Array.of(-32768, 32767, 32767), 1, wide);
  expect([...wide]).toEqual([-32768, 21845, 21845]);
});
