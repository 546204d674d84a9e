import { ceilDiv } from './ceil-div.ts';

const BPS = 10_000n;

/** Supplies and target are at most this: the contract's products stay inside 256 bits. */
const MAX_AMOUNT = 2n ** 104n - 1n;

/** Bounds of last price / first price, in hundredths. */
const MIN_RATIO_PERCENT = 105n;
const MAX_RATIO_PERCENT = 100_000n;

/**
 * What a curve is made from: the struct `CurveParams` of contracts/interfaces/IBondingCurve.sol without the token.
 * Amounts in wei and in units of 18 decimals, rates in 1/10,000.
 */
export type CurveParams = {
  saleSupply: bigint;
  liquiditySupply: bigint;
  targetWei: bigint;
  treasuryBps: number;
  feeBps: number;
  snipeFeeBps: number;
  snipeDurationSec: number;
};

/** A curve: its parameters, and the virtual reserves x and y that it starts from. */
export type Curve = CurveParams & { virtualWei: bigint; virtualTokens: bigint };

/**
 * The curve of these parameters, or null where contracts/libraries/CurveMath.sol refuses them: last price / first price
 * = ((1 − τ)·S / L)² outside of [1.05, 1000]. The pool then opens at the last price of the curve.
 */
export function tryCurveOf(params: CurveParams): Curve | null {
  const { saleSupply, liquiditySupply, targetWei, treasuryBps } = params;
  if ([saleSupply, liquiditySupply, targetWei].some((amount) => amount <= 0n || amount > MAX_AMOUNT)) return null;
  if (treasuryBps < 0 || treasuryBps >= 10_000) return null;
  const poolPart = saleSupply * (BPS - BigInt(treasuryBps));
  const liquidity = liquiditySupply * BPS;
  const ratioPercent = 100n * poolPart * poolPart;
  const one = liquidity * liquidity;
  if (ratioPercent < MIN_RATIO_PERCENT * one || ratioPercent > MAX_RATIO_PERCENT * one) return null;
  const lastTokens = ceilDiv(liquidity * saleSupply, poolPart - liquidity);
  const virtualWei = ceilDiv(targetWei * lastTokens, saleSupply);
  return { ...params, virtualWei, virtualTokens: lastTokens + saleSupply };
}

/**
 * The curve of these parameters, for parameters read from a chain.
 *
 * @throws RangeError where `tryCurveOf` is null
 */
export function curveOf(params: CurveParams): Curve {
  const curve = tryCurveOf(params);
  if (curve === null)
    throw new RangeError('No curve has these parameters: its last price must be 1.05 to 1,000 times its first.');
  return curve;
}

/** Wei raised when `tokensSold` are out. Rounds up: CurveMath.reserveAt. */
export function reserveAt(curve: Curve, tokensSold: bigint): bigint {
  return ceilDiv(productOf(curve), curve.virtualTokens - tokensSold) - curve.virtualWei;
}

/** The most tokens that can be out when `reserveWei` is raised. Rounds down: CurveMath.soldAt. */
export function soldAt(curve: Curve, reserveWei: bigint): bigint {
  return curve.virtualTokens - ceilDiv(productOf(curve), curve.virtualWei + reserveWei);
}

/** The marginal price of one whole token (1e18 units) in wei, no fee counted. Rounds down: CurveMath.priceAt. */
export function priceAt(curve: Curve, tokensSold: bigint): bigint {
  return ((curve.virtualWei + reserveAt(curve, tokensSold)) * 10n ** 18n) / (curve.virtualTokens - tokensSold);
}

function productOf({ virtualWei, targetWei, virtualTokens, saleSupply }: Curve): bigint {
  return (virtualWei + targetWei) * (virtualTokens - saleSupply);
}
