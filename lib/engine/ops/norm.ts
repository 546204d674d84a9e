import { rescale } from './rescale.ts';

/**
 * out[r] = Σ_k floor(x[r, k]² / 2^shift); out has an element for each row.
 * SAFETY: the parser has checked width · 2^(30−shift) < 2^31. Spec: docs/op-spec.md, "sumSquares".
 */
export function sumSquares(x: Int16Array, shift: number, out: Int32Array): void {
  const width = x.length / out.length;
  for (let r = 0; r < out.length; r++) {
    let sum = 0;
    for (let k = r * width; k < (r + 1) * width; k++) sum += Math.imul(x[k] ?? 0, x[k] ?? 0) >>> shift;
    out[r] = sum;
  }
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
 * out[r, k] = rescale(x[r, k] · by[r], mul, shift) to i7.
 * SAFETY: 2^15 · 2^30 · 127 + 2^50 < 2^53. Spec: docs/op-spec.md, "scale".
 */
export function scale(x: Int16Array, by: Int32Array, rule: { mul: number; shift: number }, out: Int8Array): void {
  const width = x.length / by.length;
  for (let j = 0; j < out.length; j++) {
    out[j] = rescale((x[j] ?? 0) * (by[Math.floor(j / width)] ?? 0), rule.mul, rule.shift, -64, 63);
  }
}

/** out[r, k] = x[r, k] less the row's mean, which is rounded half up; saturated. Spec: docs/op-spec.md, "center". */
export function center(x: Int16Array, rows: number, out: Int16Array): void {
  const width = x.length / rows;
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let k = r * width; k < (r + 1) * width; k++) sum += x[k] ?? 0;
    const mean = Math.floor((2 * sum + width) / (2 * width));
    for (let k = r * width; k < (r + 1) * width; k++) out[k] = Math.max(-32768, Math.min(32767, (x[k] ?? 0) - mean));
  }
}
