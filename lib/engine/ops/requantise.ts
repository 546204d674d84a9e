import { type DType, RANGE, type Values } from '../tensor.ts';
import { powerOfTwo, rescale } from './rescale.ts';

/**
 * out[j] = floor((x[j] · mul + 2^(shift−1)) / 2^shift) + offset, saturated.
 * SAFETY: |x| ≤ 2^31, mul < 2^16: below 2^48. Spec: docs/op-spec.md, "requantise".
 */
export function requantise(
  x: Values,
  rule: { mul: number; shift: number; offset: number; dtype: DType },
  out: Values,
): void {
  const { mul, shift, offset } = rule;
  const { low, high } = RANGE[rule.dtype];
  for (let j = 0; j < out.length; j++) {
    out[j] = rescale(x[j] ?? 0, mul, shift, low - offset, high - offset) + offset;
  }
}

/**
 * out[r, k] = floor((2 · mul · x[r, k] + d · 2^shift) / (d · 2^(shift+1))), saturated, d = max(sum[r], 1): x / d times mul / 2^shift,
 * rounded half up. SAFETY: |x| ≤ 2^31, mul < 2^16, d < 2^27, shift ≤ 24: numerator and divisor stay below 2^53, where the
 * double quotient of two integers never reaches the next integer. Spec: docs/op-spec.md, "divide".
 */
export function divide(
  x: Values,
  sum: Int32Array,
  rule: { mul: number; shift: number; dtype: DType },
  out: Values,
): void {
  const { mul, shift } = rule;
  const { low, high } = RANGE[rule.dtype];
  const width = out.length / sum.length;
  for (let j = 0; j < out.length; j++) {
    const half = Math.max(sum[Math.floor(j / width)] ?? 0, 1) * powerOfTwo(shift);
    out[j] = Math.max(low, Math.min(high, Math.floor((2 * mul * (x[j] ?? 0) + half) / (2 * half))));
  }
}
