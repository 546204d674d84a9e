import { type DType, RANGE } from '../tensor.ts';
import { rescale } from './rescale.ts';

/** Bytes after the K weights of a row: bias (i32), multiplier (u16), two unread bytes. */
export const ROW_TRAILER_BYTES = 8;

/** Σ weights[offset + k] · x[k]. SAFETY: K ≤ 65,536 keeps |sum| ≤ 65,536 · 128 · 127 < 2^31. */
export function dot(weights: Int8Array, offset: number, x: Int8Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum = (sum + Math.imul(weights[offset + k] ?? 0, x[k] ?? 0)) | 0;
  return sum;
}

/** Where a linear operator finds its rows and how it rounds. `bytes` and `view` are the same weights. */
export type LinearRule = { bytes: Int8Array; view: DataView; offset: number; shift: number; dtype: DType };

/**
 * out[n] = rescale(row n · x + bias n, mul n, shift), saturated to the output's type (u7 makes it a ReLU).
 * SAFETY: |dot + bias| < 2^32, mul < 2^16, shift ≤ 46: below 2^49. Spec: docs/op-spec.md, "linear".
 */
export function linear(x: Int8Array, rule: LinearRule, out: Int8Array | Int16Array): void {
  const { low, high } = RANGE[rule.dtype];
  let row = rule.offset;
  for (let n = 0; n < out.length; n++) {
    const trailer = row + x.length;
    const sum = dot(rule.bytes, row, x) + rule.view.getInt32(trailer, true);
    out[n] = rescale(sum, rule.view.getUint16(trailer + 4, true), rule.shift, low, high);
    row = trailer + ROW_TRAILER_BYTES;
  }
}
