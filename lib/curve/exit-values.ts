import { type Quote, type QuoteInput, quoteSell } from './quote.ts';

/** A holder's shares: what a claim, a burn or a sale of tokens comes to, in wei. */
export type ExitValues = {
  /** What burning pays from the redeem pool now. Rounds down. */
  burnWei: bigint;
  /** What selling on the curve pays now; null where it cannot be sold there. */
  sale: Quote | null;
};

/** `balance` of `eligibleSupply` shares of `amountWei`, rounded down: a holder's part of one snapshot. */
export function shareOf({
  balance,
  eligibleSupply,
  amountWei,
}: {
  balance: bigint;
  eligibleSupply: bigint;
  amountWei: bigint;
}): bigint {
  return eligibleSupply === 0n ? 0n : (balance * amountWei) / eligibleSupply;
}

/**
 * Burning and selling `amount` tokens, side by side. `totalSupply` is that before the burn. The last holder's burn pays
 * more than this estimate; the token's own `redeemableOnBurn` is exact.
 */
export function exitValues({
  amount,
  totalSupply,
  redeemPoolWei,
  ...at
}: QuoteInput & { amount: bigint; totalSupply: bigint; redeemPoolWei: bigint }): ExitValues {
  return {
    burnWei: shareOf({ balance: amount, eligibleSupply: totalSupply, amountWei: redeemPoolWei }),
    sale: quoteSell({ ...at, tokensIn: amount }),
  };
}
