const WHOLE_TOKEN = 10n ** 18n;

/** Wei for one whole token at the margin after a trade, rounded down as the curve does. `reserveWei` is the event's. */
export function priceAfter(
  { virtualWei, virtualTokens }: { virtualWei: bigint; virtualTokens: bigint },
  { reserveWei, tokensSold }: { reserveWei: bigint; tokensSold: bigint },
): bigint {
  return ((virtualWei + reserveWei) * WHOLE_TOKEN) / (virtualTokens - tokensSold);
}

/** Wei for `supply` token units at `priceWei` a whole token, rounded down. */
export function marketCapOf(supply: bigint, priceWei: bigint): bigint {
  return (supply * priceWei) / WHOLE_TOKEN;
}
