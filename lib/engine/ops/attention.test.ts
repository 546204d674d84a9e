import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expTable, maxPerHead, mix, scores, sumPerHead } from './attention.ts';

const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
const clamp = (value: bigint, low: number, high: number): number => Math.max(low, Math.min(high, Number(value)));
const list = (min: number, max: number, size: number) =>
  fc.array(fc.integer({ min, max }), { minLength: size, maxLength: size });

test('scores by hand: two heads, the future masked', () => {
  const out = new Int8Array(6);
  const keys = Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9); // three rows of four
  scores(Int8Array.of(1, -1, 10, 0), keys, { heads: 2, context: 3, step: 1, mul: 1, shift: 1 }, out);
  // head 0: 1−2 = −1 → −0.5 → 0; 5−6 → 0. head 1: 30 → 15; 70 → 35
  expect([...out]).toEqual([0, 0, -128, 15, 35, -128]);
});

test('max, exp and sum by hand, the past only', () => {
  const span = { heads: 2, context: 3, step: 1 };
  const x = Int8Array.of(-3, -7, 99, -128, 127, 0);
  const max = new Int8Array(2);
  maxPerHead(x, span, max);
  expect([...max]).toEqual([-3, 127]);
  const table = Uint8Array.from({ length: 256 }, (_, i) => 255 - i);
  const out = new Int8Array(6);
  expTable(x, max, { ...span, table }, out);
  expect([...out]).toEqual([127, 251 & 127, 0, 0, 127, 0]); // only the low seven bits of an entry count
  const sum = new Int32Array(2);
  sumPerHead(out, span, sum);
  expect([...sum]).toEqual([250, 127]);
});

test('mix by hand: weighted mean, ties up, empty sums divide by one', () => {
  const out = new Int8Array(2);
  const rule = { heads: 1, context: 2, step: 1, values: Int8Array.of(1, -128, 2, 127), mul: 2, shift: 1 };
  mix(Int8Array.of(1, 1), Int32Array.of(2), rule, out);
  expect([...out]).toEqual([2, 0]); // 1.5 → 2, −0.5 → 0
  mix(Int8Array.of(0, 0), Int32Array.of(0), rule, out);
  expect([...out]).toEqual([0, 0]);
});

test('scores and mix agree with BigInt', () => {
  const problem = fc.record({
    heads: fc.constantFrom(1, 2, 3),
    width: fc.integer({ min: 1, max: 9 }),
    context: fc.integer({ min: 1, max: 7 }),
    mul: fc.integer({ min: 1, max: 65535 }),
    shift: fc.integer({ min: 1, max: 24 }),
  });
  const full = problem.chain((rule) => {
    const size = rule.heads * rule.width;
    return fc.record({
      rule: fc.constant(rule),
      step: fc.integer({ min: 0, max: rule.context - 1 }),
      q: list(-128, 127, size),
      keys: list(-64, 63, size * rule.context),
      values: list(-128, 127, size * rule.context),
      weights: list(0, 127, rule.heads * rule.context),
    });
  });
  fc.assert(
    fc.property(full, ({ rule, step, q, keys, values, weights }) => {
      const { heads, width, context, mul, shift } = rule;
      const span = { heads, context, step };
      const at = (items: readonly number[], i: number) => BigInt(items[i] ?? 0);
      const found = new Int8Array(heads * context);
      scores(Int8Array.from(q), Int8Array.from(keys), { ...span, mul, shift }, found);
      const sums = new Int32Array(heads);
      sumPerHead(Int8Array.from(weights), span, sums);
      const mixed = new Int8Array(heads * width);
      mix(Int8Array.from(weights), sums, { ...span, values: Int8Array.from(values), mul, shift }, mixed);
      for (let h = 0; h < heads; h++) {
        for (let s = 0; s < context; s++) {
          let sum = 0n;
          for (let i = 0; i < width; i++) sum += at(q, h * width + i) * at(keys, (s * heads + h) * width + i);
          const score = clamp((sum * BigInt(mul) + (1n << BigInt(shift - 1))) >> BigInt(shift), -128, 127);
          expect(found[h * context + s]).toBe(s <= step ? score : -128);
        }
        const total = BigInt(sums[h] ?? 0);
        const d = total > 1n ? total : 1n;
        for (let i = 0; i < width; i++) {
          let a = 0n;
          for (let s = 0; s <= step; s++) a += at(weights, h * context + s) * at(values, (s * heads + h) * width + i);
          const mean = floorDiv(2n * BigInt(mul) * a + (d << BigInt(shift)), d << BigInt(shift + 1));
          expect(mixed[h * width + i]).toBe(clamp(mean, -64, 63));
        }
      }
    }),
    { numRuns: 300 },
  );
});
