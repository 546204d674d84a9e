import type { CurveParams } from '../curve.ts';

/** Values drawn from a seed: the same seed gives the same values on every machine. */
export type Drawing = {
  /** A whole number from `low` to `high`, both included. */
  between: (low: bigint, high: bigint) => bigint;
  /** 0 to `high`, small and large alike: the size is drawn first. */
  size: (high: bigint) => bigint;
  pick: <T>(values: readonly [T, ...T[]]) => T;
  /** Parameters that a curve can have. */
  params: () => CurveParams;
};

/** Draws by splitmix64. */
export function drawing(seed: number): Drawing {
  let state = BigInt(seed) * 0x9e37_79b9_7f4a_7c15n;
  const word = (): bigint => {
    state = BigInt.asUintN(64, state + 0x9e37_79b9_7f4a_7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d0_49bb_1331_11ebn);
    return mixed ^ (mixed >> 31n);
  };
  const between = (low: bigint, high: bigint): bigint => {
    const wide = (word() << 64n) | word();
    return low + (wide % (high - low + 1n));
  };
  const size = (high: bigint): bigint => between(0n, high >> between(0n, BigInt(high.toString(2).length)));
  return {
    between,
    size,
    pick: (values) => values[Number(between(0n, BigInt(values.length - 1)))] ?? values[0],
    params: () => {
      const saleSupply = between(10n ** 20n, 10n ** 28n);
      const treasuryBps = Number(between(0n, 5_000n));
      // Last price / first price = (this / 10,000)².
      const steepness = between(10_250n, 316_000n);
      const feeBps = Number(between(0n, 1_000n));
      return {
        saleSupply,
        liquiditySupply: (saleSupply * (10_000n - BigInt(treasuryBps))) / steepness,
        targetWei: 10n ** 9n + size(10n ** 28n),
        treasuryBps,
        feeBps,
        snipeFeeBps: Number(between(BigInt(feeBps), 9_000n)),
        snipeDurationSec: Number(between(0n, 86_400n)),
      };
    },
  };
}
