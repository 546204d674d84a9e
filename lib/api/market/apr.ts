const BPS = 10_000n;
const YEAR_DAYS = 365n;

/**
 * Annualised revenue to holders / market cap, in 1/10,000, rounded down:
 *
 *     revenue of the last `days` days · 365 / days / market cap
 *
 * Revenue is what arrived at the token in ETH, the claimable part and the redeem pool's alike, since both are the holders'.
 * Always divided by all of `days`: a younger model is not extrapolated from a few hours, its rate only builds up. Null
 * without a market cap. The past, not a promise.
 */
export function aprBps({
  revenueWei,
  days,
  marketCapWei,
}: {
  revenueWei: bigint;
  days: number;
  marketCapWei: bigint;
}): number | null {
  if (marketCapWei === 0n) return null;
  return Number((revenueWei * YEAR_DAYS * BPS) / (BigInt(days) * marketCapWei));
}
