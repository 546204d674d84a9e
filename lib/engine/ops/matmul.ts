import { type DType, RANGE, type Values } from '../tensor.ts';
import { rescale } from './rescale.ts';

/** How a product is rounded. */
export type ProductRule = { mul: number; shift: number; dtype: DType };

/**
 * out[b, m, n] = rescale(Σ_d x[b, m, d] · y[b, n, d], mul, shift), saturated; dims are [M, N, D].
 * SAFETY: D ≤ 65,536 keeps |sum| < 2^31, mul < 2^16: below 2^48. Spec: docs/op-spec.md, "matmul".
 */
export function matmul(
  x: Int8Array,
  y: Int8Array,
  rule: ProductRule & { dims: readonly [number, number, number] },
  out: Values,
): void {
  const { mul, shift, dtype } = rule;
  const [rows, columns, depth] = rule.dims;
  const { low, high } = RANGE[dtype];
  for (let at = 0; at < out.length; at++) {
    const row = Math.floor(at / columns);
    const from = row * depth;
    const other = (Math.floor(row / rows) * columns + (at % columns)) * depth;
    let sum = 0;
    for (let d = 0; d < depth; d++) sum = (sum + Math.imul(x[from + d] ?? 0, y[other + d] ?? 0)) | 0;
    out[at] = rescale(sum, mul, shift, low, high);
  }
}

/**
 * out[j] = rescale(x[j] · y[j], mul, shift), saturated. SAFETY: elements have at most 16 bits: below 2^47.
 * Spec: docs/op-spec.md, "multiply".
 */
export function multiply(x: Values, y: Values, { mul, shift, dtype }: ProductRule, out: Values): void {
  const { low, high } = RANGE[dtype];
  for (let j = 0; j < out.length; j++) out[j] = rescale((x[j] ?? 0) * (y[j] ?? 0), mul, shift, low, high);
}
