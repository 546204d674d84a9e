const BPS = 10_000n;
const WHOLE_TOKEN = 10n ** 18n;

/** The virtual sides of a curve at its start: wei and token units. */
export type CurveShape = { virtualWei: bigint; virtualTokens: bigint };

/** The shape that the contract computes from the terms of a sale; the same rounding (CurveMath.shapeOf). */
export function curveShape(terms: {
  saleSupply: bigint;
  liquiditySupply: bigint;
  targetWei: bigint;
  treasuryBps: number;
}): CurveShape {
  const { saleSupply, liquiditySupply, targetWei, treasuryBps } = terms;
  const poolPart = saleSupply * (BPS - BigInt(treasuryBps));
  const liquidity = liquiditySupply * BPS;
  const lastTokens = divUp(liquidity * saleSupply, poolPart - liquidity);
  return { virtualWei: divUp(targetWei * lastTokens, saleSupply), virtualTokens: lastTokens + saleSupply };
}

/** Wei for one whole token at the margin, rounded down (CurveMath.priceAt). */
export function marginalPrice(shape: CurveShape, sold: { reserveWei: bigint; tokensSold: bigint }): bigint {
  return ((shape.virtualWei + sold.reserveWei) * WHOLE_TOKEN) / (shape.virtualTokens - sold.tokensSold);
}

/** Wei for `supply` token units at `priceWei` a whole token, rounded down. */
export function weiOf(supply: bigint, priceWei: bigint): bigint {
  return (supply * priceWei) / WHOLE_TOKEN;
}

function divUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
