import { powerOfTwo, rescale } from './rescale.ts';

/** Positions a step may look at: 0 … step, in tensors that have room for `context` of them per head. */
export type Span = { heads: number; context: number; step: number };

/** Value of a score at a position that does not exist yet. */
export const MASKED = -128;

/**
 * out[h, s] = rescale(Σ_i q[h, i] · keys[s, h, i], mul, shift) to i8 for s ≤ step; −128 beyond.
 * SAFETY: head width ≤ 1024 keeps the sum within 2^23, mul < 2^16. Spec: docs/op-spec.md, "scores".
 */
export function scores(
  q: Int8Array,
  keys: Int8Array,
  rule: Span & { mul: number; shift: number },
  out: Int8Array,
): void {
  const { heads, context, step, mul, shift } = rule;
  const width = q.length / heads;
  out.fill(MASKED);
  for (let h = 0; h < heads; h++) {
    for (let s = 0; s <= step; s++) {
      const key = s * q.length + h * width;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (q[h * width + i] ?? 0) * (keys[key + i] ?? 0);
      out[h * context + s] = rescale(sum, mul, shift, -128, 127);
    }
  }
}

/** out[h] = max over s ≤ step of x[h, s]. Spec: docs/op-spec.md, "max". */
export function maxPerHead(x: Int8Array, { heads, context, step }: Span, out: Int8Array): void {
  for (let h = 0; h < heads; h++) {
    let best = -128;
    for (let s = 0; s <= step; s++) best = Math.max(best, x[h * context + s] ?? -128);
    out[h] = best;
  }
}

/**
 * out[h, s] = table[max[h] − x[h, s]] mod 128 for s ≤ step; 0 beyond. The difference is 0 … 255.
 * Spec: docs/op-spec.md, "exp".
 */
export function expTable(x: Int8Array, max: Int8Array, rule: Span & { table: Uint8Array }, out: Int8Array): void {
  const { heads, context, step, table } = rule;
  out.fill(0);
  for (let h = 0; h < heads; h++) {
    for (let s = 0; s <= step; s++) {
      const at = h * context + s;
      out[at] = (table[(max[h] ?? 0) - (x[at] ?? 0)] ?? 0) & 127;
    }
  }
}

/** out[h] = Σ_s x[h, s]. SAFETY: ≤ 4096 · 127. Spec: docs/op-spec.md, "sum". */
export function sumPerHead(x: Int8Array, { heads, context }: Span, out: Int32Array): void {
  for (let h = 0; h < heads; h++) {
    let sum = 0;
    for (let s = 0; s < context; s++) sum += x[h * context + s] ?? 0;
    out[h] = sum;
  }
}

/**
 * out[j] = floor((2 · mul · a + d · 2^shift) / (d · 2^(shift+1))) to i7, where a = Σ_s x[h, s] · values[s, j],
 * d = max(sum[h], 1) and h is j's head: the weighted mean times mul / 2^shift, rounded half up.
 * SAFETY: |a| < 2^26, mul < 2^16, d < 2^20, shift ≤ 24: numerator and divisor stay below 2^45, where the double
 * quotient of two integers never reaches the next integer. Spec: docs/op-spec.md, "mix".
 */
export function mix(
  x: Int8Array,
  sum: Int32Array,
  rule: Span & { values: Int8Array; mul: number; shift: number },
  out: Int8Array,
): void {
  const { heads, context, step, values, mul, shift } = rule;
  const width = out.length / heads;
  for (let h = 0; h < heads; h++) {
    const divisor = Math.max(sum[h] ?? 0, 1);
    const half = divisor * powerOfTwo(shift);
    for (let j = h * width; j < (h + 1) * width; j++) {
      let total = 0;
      for (let s = 0; s <= step; s++) total += (x[h * context + s] ?? 0) * (values[s * out.length + j] ?? 0);
      const mean = Math.floor((2 * mul * total + half) / (2 * half));
      out[j] = Math.max(-64, Math.min(63, mean));
    }
  }
}
