import type { Address } from 'viem';

/**
 * Where revenue came from. `inference`: the oracle, for final answers. `trading`: fees of the curve (the part against
 * snipers included) and of the pool. `mint`, `royalty`: the collection of artworks. `other`: anyone who sent ETH.
 */
export const REVENUE_SOURCES = ['inference', 'trading', 'mint', 'royalty', 'other'] as const;
export type RevenueSource = (typeof REVENUE_SOURCES)[number];

/** Senders whose ETH has a meaning. Where a contract does not exist, it has no address. */
export type RevenueSenders = { aiOracle: Address; curve: Address; liquidityHook?: Address | undefined };

/** Tells the source of revenue from its sender. */
export function revenueSourceOf(from: Address, { aiOracle, curve, liquidityHook }: RevenueSenders): RevenueSource {
  const is = (other: Address | undefined) => other !== undefined && other.toLowerCase() === from.toLowerCase();
  if (is(aiOracle)) return 'inference';
  return is(curve) || is(liquidityHook) ? 'trading' : 'other';
}
