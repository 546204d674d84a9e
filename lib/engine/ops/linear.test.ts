import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RANGE } from '../tensor.ts';
import { dot, linear } from './linear.ts';

type Row = { weights: number[]; bias: number; mul: number };
type Dtype = 'i7' | 'u7' | 'i8' | 'i16';

/** Writes rows as docs/op-spec.md lays them out, after `before` other bytes. */
function layOut(rows: readonly Row[], before: number): Uint8Array {
  const columns = rows[0]?.weights.length ?? 0;
  const bytes = new Uint8Array(before + rows.length * (columns + 8)).fill(0xee);
  const view = new DataView(bytes.buffer);
  rows.forEach((row, n) => {
    const at = before + n * (columns + 8);
    row.weights.forEach((weight, k) => {
      view.setInt8(at + k, weight);
    });
    view.setInt32(at + columns, row.bias, true);
    view.setUint16(at + columns + 4, row.mul, true);
  });
  return bytes;
}

function runLinear(rows: readonly Row[], x: readonly number[], shift: number, dtype: Dtype): number[] {
  const bytes = layOut(rows, 3);
  const out = dtype === 'i16' ? new Int16Array(rows.length) : new Int8Array(rows.length);
  const rule = { bytes: new Int8Array(bytes.buffer), view: new DataView(bytes.buffer), offset: 3, shift, dtype };
  linear(Int8Array.from(x), rule, out);
  return [...out];
}

function byTheBook(rows: readonly Row[], x: readonly number[], shift: number, dtype: Dtype): number[] {
  return rows.map(({ weights, bias, mul }) => {
    const sum = weights.reduce((total, weight, k) => total + BigInt(weight) * BigInt(x[k] ?? 0), BigInt(bias));
    const value = Number((sum * BigInt(mul) + (1n << BigInt(shift - 1))) >> BigInt(shift));
    return Math.max(RANGE[dtype].low, Math.min(RANGE[dtype].high, value));
  });
}

test('linear by hand: dot, bias, multiplier, rounding', () => {
  const rows = [
    { weights: [1, -2, 3], bias: 0, mul: 1 },
    { weights: [-128, 127, 1], bias: 5, mul: 3 },
  ];
  // 10 − 40 + 90 = 60 → 15; −1280 + 2540 + 30 + 5 = 1295 · 3 = 3885 / 4 = 971.25
  expect(runLinear(rows, [10, 20, 30], 2, 'i16')).toEqual([15, 971]);
  expect(runLinear(rows, [10, 20, 30], 2, 'i8')).toEqual([15, 127]);
});

test('linear to u7 is a ReLU', () => {
  const rows = [-9, 9].map((bias) => ({ weights: [0], bias, mul: 4 }));
  expect(runLinear(rows, [0], 2, 'u7')).toEqual([0, 9]);
});

test('linear holds at the extreme sum and bias', () => {
  const x = new Array<number>(4096).fill(127);
  const rows = [
    { weights: new Array<number>(4096).fill(-128), bias: -(2 ** 31), mul: 65535 },
    { weights: new Array<number>(4096).fill(127), bias: 2 ** 31 - 1, mul: 65535 },
  ];
  expect(runLinear(rows, x, 46, 'i16')).toEqual(byTheBook(rows, x, 46, 'i16'));
  expect(runLinear(rows, x, 31, 'i16')).toEqual([-32768, 32767]);
});

test('dot stays within i32 at the widest allowed row', () => {
  expect(dot(new Int8Array(65536).fill(-128), 0, new Int8Array(65536).fill(127))).toBe(-65536 * 128 * 127);
});

test('linear agrees with BigInt, odd sizes included', () => {
  const shape = fc.record({ columns: fc.integer({ min: 1, max: 37 }), count: fc.integer({ min: 1, max: 5 }) });
  const problem = shape.chain(({ columns, count }) => {
    const i8 = fc.integer({ min: -128, max: 127 });
    const list = (value: fc.Arbitrary<number>, size: number) => fc.array(value, { minLength: size, maxLength: size });
    const row = fc.record({
      weights: list(i8, columns),
      bias: fc.oneof(fc.integer(), fc.integer({ min: -5000, max: 5000 })),
      mul: fc.integer({ min: 0, max: 65535 }),
    });
    return fc.record({
      rows: fc.array(row, { minLength: count, maxLength: count }),
      x: list(fc.integer({ min: -64, max: 127 }), columns),
      shift: fc.integer({ min: 1, max: 46 }),
      dtype: fc.constantFrom<Dtype>('i7', 'u7', 'i8', 'i16'),
    });
  });
  fc.assert(
    fc.property(problem, ({ rows, x, shift, dtype }) => {
      expect(runLinear(rows, x, shift, dtype)).toEqual(byTheBook(rows, x, shift, dtype));
    }),
    { numRuns: 500 },
  );
});
