const Q192 = 2n ** 192n;
const WHOLE_TOKEN = 10n ** 18n;
const PIPS = 1_000_000n;

/**
 * Wei for one whole token at the margin of a Uniswap v4 pool whose currency0 is ETH and currency1 the token, rounded down.
 *
 * @param sqrtPriceX96 √(token units per wei) · 2^96, as the pool has it; above 0
 */
export function poolPriceWei(sqrtPriceX96: bigint): bigint {
  return (Q192 * WHOLE_TOKEN) / (sqrtPriceX96 * sqrtPriceX96);
}

/** A swap in such a pool as its trader sees it. */
export type PoolTrade = { isBuy: boolean; weiAmount: bigint; tokenAmount: bigint; feeWei: bigint };

/**
 * What the PoolManager's event `Swap` says in the words of a trade: amounts are the swapper's, negative where they paid.
 *
 * The pool takes its fee (`fee` in 1/1,000,000) from what comes in. Of a buy that is ETH, part of `weiAmount`. Of a sale
 * it is tokens; `feeWei` is then what they are worth at the price this sale got, beyond `weiAmount`. Both rounded down.
 * Null for a swap that moved nothing on one side.
 */
export function poolTradeOf({
  amount0,
  amount1,
  fee,
}: {
  amount0: bigint;
  amount1: bigint;
  fee: number;
}): PoolTrade | null {
  const feePips = BigInt(fee);
  if (amount0 < 0n && amount1 > 0n) {
    return { isBuy: true, weiAmount: -amount0, tokenAmount: amount1, feeWei: (-amount0 * feePips) / PIPS };
  }
  if (amount0 > 0n && amount1 < 0n) {
    const feeWei = feePips >= PIPS ? 0n : (amount0 * feePips) / (PIPS - feePips);
    return { isBuy: false, weiAmount: amount0, tokenAmount: -amount1, feeWei };
  }
  return null;
}
