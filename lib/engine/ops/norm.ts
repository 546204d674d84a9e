import { rescale } from './rescale.ts';

/**
 * Σ floor(x[j]² / 2^shift). SAFETY: the parser has checked size · floor(2^30 / 2^shift) < 2^31.
 * Spec: docs/op-spec.md, "sumSquares".
 */
export function sumSquares(x: Int16Array, shift: number): number {
  let sum = 0;
  for (const value of x) sum += Math.imul(value, value) >>> shift;
  return sum;
}

/**
 * The largest r with r² · max(v, 1) ≤ 2^60, for an i32 v; so 1 ≤ r ≤ 2^30. Bit by bit, in BigInt, because r² · v
 * needs 60 bits. Spec: docs/op-spec.md, "rsqrt".
 */
export function rsqrt(v: number): number {
  const divisor = BigInt(Math.max(v, 1));
  let root = 0n;
  for (let bit = 1n << 30n; bit > 0n; bit >>= 1n) {
    const candidate = root + bit;
    if (candidate * candidate * divisor <= 1n << 60n) root = candidate;
  }
  return Number(root);
}

/**
 * out[j] = rescale(x[j] · by, mul, shift) to i7.
 * SAFETY: 2^15 · 2^30 · 127 + 2^50 < 2^53. Spec: docs/op-spec.md, "scale".
 */
export function scale(x: Int16Array, by: number, rule: { mul: number; shift: number }, out: Int8Array): void {
  for (let j = 0; j < out.length; j++) out[j] = rescale((x[j] ?? 0) * by, rule.mul, rule.shift, -64, 63);
}
