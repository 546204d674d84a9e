import type { Curve } from '../curve/curve.ts';
import { launchEconomics } from '../curve/economics.ts';
import { curvePoints } from '../curve/points.ts';
import { quoteBuy } from '../curve/quote.ts';
import type { LaunchDraft } from './draft.ts';
import { LAUNCH_LIMITS as LIMITS } from './limits.ts';
import { readBps, readWei } from './read-terms.ts';

/** One point of the curve: the price of a whole token when `sold` are out. */
export type CurvePoint = { sold: bigint; priceWei: bigint };

/** What the creator's first buy gets, to the wei: the curve is fresh, so nobody can come in between. */
export type FirstBuy = {
  tokensOut: bigint;
  weiSpent: bigint;
  /** What the sale does not take of the ETH sent. */
  refundWei: bigint;
  /** Tokens bought as a part of the sale, 0 to 1, for drawing. */
  soldShare: number;
};

/** What the terms come to. Prices are wei for a whole token. */
export type LaunchEconomics = {
  curve: Curve;
  creatorSupply: bigint;
  points: readonly CurvePoint[];
  startPriceWei: bigint;
  endPriceWei: bigint;
  fdvStartWei: bigint;
  fdvEndWei: bigint;
  poolWei: bigint;
  treasuryWei: bigint;
  /** Null without a first buy, and where it would be refused. */
  firstBuy: FirstBuy | null;
};

const POINTS = 65;

/** The economics of a draft as far as it got; null while its parts, target and treasury make no curve. */
export function economicsOf({ parts, terms }: LaunchDraft): LaunchEconomics | null {
  const target = readWei(terms.targetEth, {
    min: LIMITS.minTargetWei,
    max: LIMITS.maxTargetWei,
    empty: null,
    range: '',
  });
  const treasury = readBps(terms.treasuryPercent, { min: 0, max: LIMITS.maxTreasuryBps });
  const first = readWei(terms.firstBuyEth, { min: 0n, max: LIMITS.maxTargetWei * 2n, empty: 0n, range: '' });
  if (target.value === undefined || treasury.value === undefined) return null;
  const found = launchEconomics({
    ...parts,
    totalSupply: LIMITS.totalSupply,
    treasuryBps: treasury.value,
    targetWei: target.value,
    // A first buy pays the lasting fee only, so the fee of the first minutes plays no part here.
    feeBps: LIMITS.feeBps,
    snipeFeeBps: LIMITS.feeBps,
    snipeDurationSec: 0,
  });
  if (found === null) return null;
  const weiIn = first.value ?? 0n;
  const quote = weiIn === 0n ? null : quoteBuy({ curve: found.curve, tokensSold: 0n, feeBps: LIMITS.feeBps, weiIn });
  return {
    curve: found.curve,
    creatorSupply: found.creatorSupply,
    points: curvePoints(found.curve, POINTS).map(({ tokensSold, priceWei }) => ({ sold: tokensSold, priceWei })),
    startPriceWei: found.startPriceWei,
    endPriceWei: found.endPriceWei,
    fdvStartWei: found.startFullyDilutedWei,
    fdvEndWei: found.endFullyDilutedWei,
    poolWei: found.poolWei,
    treasuryWei: found.treasuryWei,
    firstBuy:
      quote === null
        ? null
        : {
            tokensOut: quote.tokenAmount,
            weiSpent: quote.weiAmount,
            refundWei: weiIn - quote.weiAmount,
            soldShare: Number((quote.tokenAmount * 10_000n) / found.saleSupply) / 10_000,
          },
  };
}
