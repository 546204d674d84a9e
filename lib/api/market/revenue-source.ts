import type { Address } from 'viem';

/**
 * Where revenue came from. `inference`: the oracle, for final answers. `trading`: fees of the curve (the part against
 * snipers included) and of the pool. `mint`, `royalty`: the collection of artworks. `other`: anything else, such as the
 * treasury's part of a raise where a token has no treasury, or ETH that somebody sent.
 */
export const REVENUE_SOURCES = ['inference', 'trading', 'mint', 'royalty', 'other'] as const;
export type RevenueSource = (typeof REVENUE_SOURCES)[number];

/**
 * Senders whose ETH has a meaning: a pool's fees come from Uniswap's pool manager, mint fees from the model's collection,
 * royalties from our marketplace. One that does not exist is null or absent.
 */
export type RevenueSenders = {
  aiOracle: Address;
  curve: Address;
  poolManager: Address;
  collection?: Address | null | undefined;
  marketplace?: Address | null | undefined;
};

/** What is known of a payment. `tradeFeeWei`: the fee of the token's last trade if that was on the curve in the same transaction. */
export type Payment = { from: Address; amount: bigint; tradeFeeWei: bigint | null };

/** Tells the source of a payment of revenue. */
export function revenueSourceOf({ from, amount, tradeFeeWei }: Payment, senders: RevenueSenders): RevenueSource {
  const is = (other: Address | null | undefined) => other?.toLowerCase() === from.toLowerCase();
  if (is(senders.aiOracle)) return 'inference';
  if (is(senders.poolManager)) return 'trading';
  if (is(senders.collection)) return 'mint';
  if (is(senders.marketplace)) return 'royalty';
  // A curve also pays out what is left of a raise.
  return is(senders.curve) && amount === tradeFeeWei ? 'trading' : 'other';
}
