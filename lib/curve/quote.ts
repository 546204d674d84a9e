import { type Curve, reserveAt, soldAt } from './curve.ts';
import { grossOf, netOf } from './fee.ts';

/**
 * One trade before it is made, equal to the contract's to the wei. `weiAmount` is what the trader pays (buy, fee included)
 * or gets (sell, fee taken off); `feeWei` goes to the holders; `tokensSold` and `reserveWei` are where the curve stands
 * afterwards.
 */
export type Quote = { tokenAmount: bigint; weiAmount: bigint; feeWei: bigint; tokensSold: bigint; reserveWei: bigint };

/** Where the curve stands, and the fee of the trade in 1/10,000 (`feeBpsAt` for a buy, `curve.feeBps` for a sell). */
export type QuoteInput = { curve: Curve; tokensSold: bigint; feeBps: number };

/** What `buy` does with `weiIn`: takes all of it, or what the last tokens cost. Null where it reverts. */
export function quoteBuy({ weiIn, ...at }: QuoteInput & { weiIn: bigint }): Quote | null {
  const { curve, tokensSold, feeBps } = at;
  if (tokensSold === curve.saleSupply) return null;
  const reserveWei = reserveAt(curve, tokensSold);
  if (weiIn >= grossOf(atLeastOne(curve.targetWei - reserveWei), feeBps)) {
    return quoteBuyExactOut({ ...at, tokensOut: curve.saleSupply - tokensSold });
  }
  const netWei = netOf(weiIn, feeBps);
  if (netWei === 0n) return null;
  const soldAfter = soldAt(curve, reserveWei + netWei);
  if (soldAfter === tokensSold) return null;
  const reserveAfter = reserveAt(curve, soldAfter);
  return {
    tokenAmount: soldAfter - tokensSold,
    weiAmount: weiIn,
    feeWei: weiIn - (reserveAfter - reserveWei),
    tokensSold: soldAfter,
    reserveWei: reserveAfter,
  };
}

/** What `buyExactOut` costs. Null where it reverts for any amount of ETH. */
export function quoteBuyExactOut({
  curve,
  tokensSold,
  feeBps,
  tokensOut,
}: QuoteInput & { tokensOut: bigint }): Quote | null {
  if (tokensOut <= 0n || tokensOut > curve.saleSupply - tokensSold) return null;
  const soldAfter = tokensSold + tokensOut;
  const reserveAfter = reserveAt(curve, soldAfter);
  const addedWei = reserveAfter - reserveAt(curve, tokensSold);
  // Tokens worth less than a wei still cost one.
  const weiAmount = grossOf(atLeastOne(addedWei), feeBps);
  return {
    tokenAmount: tokensOut,
    weiAmount,
    feeWei: weiAmount - addedWei,
    tokensSold: soldAfter,
    reserveWei: reserveAfter,
  };
}

/** What `sell` pays for `tokensIn`. Null where it reverts: more than was sold, or worth nothing. */
export function quoteSell({ curve, tokensSold, feeBps, tokensIn }: QuoteInput & { tokensIn: bigint }): Quote | null {
  if (tokensIn <= 0n || tokensIn > tokensSold) return null;
  const soldAfter = tokensSold - tokensIn;
  const reserveAfter = reserveAt(curve, soldAfter);
  const removedWei = reserveAt(curve, tokensSold) - reserveAfter;
  const weiAmount = netOf(removedWei, feeBps);
  if (weiAmount === 0n) return null;
  return {
    tokenAmount: tokensIn,
    weiAmount,
    feeWei: removedWei - weiAmount,
    tokensSold: soldAfter,
    reserveWei: reserveAfter,
  };
}

/** What `sellExactOut` takes to pay exactly `weiOut`. Null where it reverts: the reserve cannot pay it. */
export function quoteSellExactOut({
  curve,
  tokensSold,
  feeBps,
  weiOut,
}: QuoteInput & { weiOut: bigint }): Quote | null {
  const reserveWei = reserveAt(curve, tokensSold);
  if (weiOut <= 0n || weiOut > netOf(reserveWei, feeBps)) return null;
  const soldAfter = soldAt(curve, reserveWei - grossOf(weiOut, feeBps));
  const reserveAfter = reserveAt(curve, soldAfter);
  return {
    tokenAmount: tokensSold - soldAfter,
    weiAmount: weiOut,
    feeWei: reserveWei - reserveAfter - weiOut,
    tokensSold: soldAfter,
    reserveWei: reserveAfter,
  };
}

/**
 * How much worse the average price of a trade is than the marginal price before it, in 1/10,000, no fee counted. Rounds
 * up, so that it is 0 only where there is none.
 */
export function priceImpactBps({
  curve,
  tokensSold,
  quote,
}: {
  curve: Curve;
  tokensSold: bigint;
  quote: Quote;
}): number {
  const reserveWei = reserveAt(curve, tokensSold);
  const movedWei = abs(quote.reserveWei - reserveWei);
  // movedWei / tokens against x / y, cross-multiplied.
  const spot = (curve.virtualWei + reserveWei) * quote.tokenAmount;
  const average = movedWei * (curve.virtualTokens - tokensSold);
  return Number((abs(average - spot) * 10_000n + spot - 1n) / spot);
}

function atLeastOne(amount: bigint): bigint {
  return amount > 1n ? amount : 1n;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
