import { type Curve, priceAt, reserveAt } from '../curve/curve.ts';
import { fullyDilutedWei } from '../curve/economics.ts';
import { quoteBuy, quoteSell } from '../curve/quote.ts';
import { LAUNCH_LIMITS as LIMITS } from './limits.ts';

const BPS = 10_000n;

/** A sale at one moment. Prices are wei for a whole token. */
export type SalePoint = { tokensSold: bigint; priceWei: bigint; raisedWei: bigint; fullyDilutedWei: bigint };

/** The sale when `soldBps` of what is for sale is sold. */
export function salePoint(curve: Curve, soldBps: number): SalePoint {
  const tokensSold = (curve.saleSupply * BigInt(soldBps)) / BPS;
  const priceWei = priceAt(curve, tokensSold);
  return {
    tokensSold,
    priceWei,
    raisedWei: reserveAt(curve, tokensSold),
    fullyDilutedWei: fullyDilutedWei(priceWei, LIMITS.totalSupply),
  };
}

/** What the creator has at one moment: the locked part and the first buy, at the price of then. */
export type CreatorView = { lockedWei: bigint; firstBuyWei: bigint; tokens: bigint };

/** The creator's side of a moment. `firstBuyTokens` is what the first buy got. */
export function creatorView(
  { priceWei }: SalePoint,
  { creatorSupply, firstBuyTokens }: { creatorSupply: bigint; firstBuyTokens: bigint },
): CreatorView {
  return {
    lockedWei: fullyDilutedWei(priceWei, creatorSupply),
    firstBuyWei: fullyDilutedWei(priceWei, firstBuyTokens),
    tokens: creatorSupply + firstBuyTokens,
  };
}

/** What a buy at one moment comes to. Values in wei, the lasting fee taken off. */
export type BuyerView = {
  tokens: bigint;
  spentWei: bigint;
  averagePriceWei: bigint;
  /** What selling it all at once, right away, would pay. */
  soldBackWei: bigint;
  /** What it is worth at the price that the sale ends at. */
  worthAtEndWei: bigint;
};

/** A buyer's side of a moment: what `weiIn` gets; null where nothing is left to buy, or the amount is too small. */
export function buyerView(
  curve: Curve,
  { tokensSold, weiIn }: { tokensSold: bigint; weiIn: bigint },
): BuyerView | null {
  const { feeBps } = LIMITS;
  const bought = weiIn <= 0n ? null : quoteBuy({ curve, tokensSold, feeBps, weiIn });
  if (bought === null) return null;
  const { tokenAmount, weiAmount } = bought;
  const back = quoteSell({ curve, tokensSold: bought.tokensSold, feeBps, tokensIn: tokenAmount });
  return {
    tokens: tokenAmount,
    spentWei: weiAmount,
    averagePriceWei: (weiAmount * 10n ** 18n) / tokenAmount,
    soldBackWei: back?.weiAmount ?? 0n,
    worthAtEndWei: fullyDilutedWei(priceAt(curve, curve.saleSupply), tokenAmount),
  };
}
