const BPS = 10_000n;

/** Who gets what of a price: the holders their royalty, rounded up as the collection does, the seller the rest. */
export function saleParts(priceWei: bigint, royaltyBps: number): { royaltyWei: bigint; sellerWei: bigint } {
  const royaltyWei = (priceWei * BigInt(royaltyBps) + BPS - 1n) / BPS;
  return { royaltyWei, sellerWei: priceWei - royaltyWei };
}
