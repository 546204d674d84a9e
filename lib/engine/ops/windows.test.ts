import { expect, test } from 'vitest';
import type { Window } from '../op.ts';
import { conv, pool } from './windows.ts';

const window: Window = {
  ...{ height: 2, width: 3, channels: 2, kernelHeight: 2, kernelWidth: 2, strideY: 1, strideX: 2 },
  ...{ dilationY: 1, dilationX: 1, padTop: 1, padLeft: 0, outHeight: 2, outWidth: 1 },
};
// [2][3][2]: pixel (y, x) has channels 10y + x and −(10y + x).
const x = Int8Array.from([0, 0, 1, -1, 2, -2, 10, -10, 11, -11, 12, -12]);

test('conv by hand: padding above, groups of one channel', () => {
  // Rows of 4 weights, bias, multiplier 2 with shift 1: what comes out is the sum.
  const row = (weights: number[], bias: number) => [...weights, bias, 0, 0, 0, 2, 0, 0, 0];
  const bytes = Int8Array.from([...row([1, 2, 3, 4], 5), ...row([1, 1, 1, 1], 0)]);
  const rule = { bytes, view: new DataView(bytes.buffer), offset: 0, shift: 1, dtype: 'i8' as const };
  const out = new Int8Array(4);
  conv(x, { ...rule, window, groups: 2, rows: 2, pad: 7 }, out);
  // Line 0: two taps of padding, then pixels (0, 0) and (0, 1); line 1: pixels (0, 0), (0, 1), (1, 0), (1, 1).
  expect([...out]).toEqual([7 + 14 + 0 + 4 + 5, 7 + 7 + 0 - 1, 0 + 2 + 30 + 44 + 5, -(0 + 1 + 10 + 11)]);
});

test('pool takes the largest that is not padding', () => {
  const out = new Int8Array(4);
  pool(x, window, out);
  expect([...out]).toEqual([1, 0, 11, 0]);
});
