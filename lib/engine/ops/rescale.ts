/** 2^n for n = 0 … 53, exact in a double; a table because `**` is slow. */
const POWERS_OF_TWO: readonly number[] = Array.from({ length: 54 }, (_, n) => 2 ** n);

/** 2^n for 0 ≤ n ≤ 53. */
export function powerOfTwo(n: number): number {
  return POWERS_OF_TWO[n] ?? Number.NaN;
}

/**
 * floor((value · mul + 2^(shift−1)) / 2^shift), clamped to [low, high]: round half up, then saturate.
 *
 * SAFETY: exact while |value · mul| + 2^(shift−1) < 2^53; each caller states its bound. Dividing a double by a power of
 * two is exact, so the floor is the integer floor. Spec: docs/op-spec.md, "Rescale".
 */
export function rescale(value: number, mul: number, shift: number, low: number, high: number): number {
  const rounded = Math.floor((value * mul + powerOfTwo(shift - 1)) / powerOfTwo(shift));
  return Math.max(low, Math.min(high, rounded));
}
