import { type Curve, priceAt, tryCurveOf } from './curve.ts';

const BPS = 10_000n;
const ONE_TOKEN = 10n ** 18n;

/** The parts of a launch that shape its economics; fields as in `LaunchParams` of contracts/interfaces/ILaunchpad.sol. */
export type LaunchTerms = {
  totalSupply: bigint;
  saleBps: number;
  liquidityBps: number;
  creatorBps: number;
  treasuryBps: number;
  targetWei: bigint;
  feeBps: number;
  snipeFeeBps: number;
  snipeDurationSec: number;
};

/** What a launch comes to. Prices are wei for a whole token; the raise is `treasuryWei` + `poolWei`. */
export type LaunchEconomics = {
  curve: Curve;
  saleSupply: bigint;
  liquiditySupply: bigint;
  creatorSupply: bigint;
  startPriceWei: bigint;
  endPriceWei: bigint;
  /** Last price / first price, in hundredths. */
  priceRatioPercent: number;
  startFullyDilutedWei: bigint;
  endFullyDilutedWei: bigint;
  treasuryWei: bigint;
  poolWei: bigint;
  /** What the creator's part is worth at the last price. */
  creatorValueWei: bigint;
};

/** The whole supply at one price: what a token is "worth" fully diluted. */
export function fullyDilutedWei(priceWei: bigint, totalSupply: bigint): bigint {
  return (priceWei * totalSupply) / ONE_TOKEN;
}

/** What a launch on these terms comes to; null where no curve has this shape. */
export function launchEconomics(terms: LaunchTerms): LaunchEconomics | null {
  const { totalSupply, targetWei, treasuryBps } = terms;
  const saleSupply = partOf(totalSupply, terms.saleBps);
  const liquiditySupply = partOf(totalSupply, terms.liquidityBps);
  const creatorSupply = partOf(totalSupply, terms.creatorBps);
  const { feeBps, snipeFeeBps, snipeDurationSec } = terms;
  const curve = tryCurveOf({
    saleSupply,
    liquiditySupply,
    targetWei,
    treasuryBps,
    feeBps,
    snipeFeeBps,
    snipeDurationSec,
  });
  if (curve === null) return null;
  const startPriceWei = priceAt(curve, 0n);
  const endPriceWei = priceAt(curve, saleSupply);
  const treasuryWei = partOf(targetWei, treasuryBps);
  return {
    curve,
    saleSupply,
    liquiditySupply,
    creatorSupply,
    startPriceWei,
    endPriceWei,
    priceRatioPercent: ratioPercentOf(curve),
    startFullyDilutedWei: fullyDilutedWei(startPriceWei, totalSupply),
    endFullyDilutedWei: fullyDilutedWei(endPriceWei, totalSupply),
    treasuryWei,
    poolWei: targetWei - treasuryWei,
    creatorValueWei: fullyDilutedWei(endPriceWei, creatorSupply),
  };
}

/** (y / (y − S))², because x·y is constant: does not lose what small prices round away. */
function ratioPercentOf({ virtualTokens, saleSupply }: Curve): number {
  const last = virtualTokens - saleSupply;
  return Number((100n * virtualTokens * virtualTokens) / (last * last));
}

function partOf(amount: bigint, bps: number): bigint {
  return (amount * BigInt(bps)) / BPS;
}
