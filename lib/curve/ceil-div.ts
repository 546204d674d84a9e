/** `numerator / denominator`, rounded up. Both are at least 0, `denominator` at least 1. */
export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return numerator === 0n ? 0n : (numerator - 1n) / denominator + 1n;
}
