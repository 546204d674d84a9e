import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurveParams, curveOf, priceAt, reserveAt, soldAt, tryCurveOf } from './curve.ts';
import { fullyDilutedWei, launchEconomics } from './economics.ts';
import { exitValues, shareOf } from './exit-values.ts';
import { feeBpsAt, grossOf, netOf } from './fee.ts';
import { curvePoints } from './points.ts';
import { priceImpactBps, quoteBuy, quoteBuyExactOut, quoteSell, quoteSellExactOut } from './quote.ts';
import { drawing } from './testing/drawing.ts';

const ETH = 10n ** 18n;

/** 65 % for sale, 25 % for the pool, 8 ETH, a tenth of it for the treasury. */
const usual: CurveParams = {
  saleSupply: 650_000_000n * ETH,
  liquiditySupply: 250_000_000n * ETH,
  targetWei: 8n * ETH,
  treasuryBps: 1_000,
  feeBps: 100,
  snipeFeeBps: 5_000,
  snipeDurationSec: 600,
};
const curve = curveOf(usual);

/** Runs `check` on curves and states drawn from many seeds. */
function forAny(check: (input: { draw: ReturnType<typeof drawing>; curve: typeof curve; tokensSold: bigint }) => void) {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const draw = drawing(seed);
      const drawn = curveOf(draw.params());
      check({ draw, curve: drawn, tokensSold: draw.between(0n, drawn.saleSupply) });
    }),
    { seed: 7, numRuns: 300 },
  );
}

describe('curveOf', () => {
  it('starts where the closed form says', () => {
    // T·L / D and (1 − τ)·S² / D with D = 0.9·650 − 250 = 335 million.
    expect(curve.virtualWei - (8n * ETH * 250n) / 335n).toBeLessThanOrEqual(1n);
    expect(curve.virtualTokens - (585n * 650_000_000n * ETH) / 335n).toBeLessThanOrEqual(1n);
  });

  it('begins empty and ends at the target with everything sold, on any curve', () => {
    forAny(({ curve }) => {
      expect(reserveAt(curve, 0n)).toBe(0n);
      expect(reserveAt(curve, curve.saleSupply)).toBe(curve.targetWei);
      expect(soldAt(curve, curve.targetWei)).toBe(curve.saleSupply);
    });
  });

  it('opens the pool at the last price, to a basis point, on any curve', () => {
    forAny(({ curve }) => {
      const last = (curve.virtualWei + curve.targetWei) * curve.liquiditySupply * 10_000n;
      const pool = curve.targetWei * BigInt(10_000 - curve.treasuryBps) * (curve.virtualTokens - curve.saleSupply);
      const gap = last > pool ? last - pool : pool - last;
      expect(gap * 10_000n).toBeLessThanOrEqual(pool);
    });
  });

  it('refuses absurd shapes', () => {
    expect(tryCurveOf({ ...usual, liquiditySupply: 600_000_000n * ETH })).toBeNull();
    expect(tryCurveOf({ ...usual, liquiditySupply: ETH })).toBeNull();
    expect(tryCurveOf({ ...usual, targetWei: 0n })).toBeNull();
    expect(tryCurveOf({ ...usual, saleSupply: 2n ** 104n })).toBeNull();
    expect(tryCurveOf({ ...usual, treasuryBps: 10_000 })).toBeNull();
    expect(() => curveOf({ ...usual, targetWei: 0n })).toThrow(RangeError);
  });
});

describe('quotes', () => {
  it('take 1 % and give what the constant product gives', () => {
    const quote = quoteBuy({ curve, tokensSold: 0n, feeBps: 100, weiIn: ETH });
    expect(quote?.feeWei).toBe(ETH / 100n);
    expect(quote?.reserveWei).toBe((ETH * 99n) / 100n);
    const expected = (curve.virtualTokens * 99n * ETH) / (100n * curve.virtualWei + 99n * ETH);
    expect(Number((quote?.tokenAmount ?? 0n) - expected)).toBeCloseTo(0, -10);
  });

  it('cap the last buy at the target', () => {
    const quote = quoteBuy({ curve, tokensSold: 0n, feeBps: 100, weiIn: 100n * ETH });
    expect(quote).toEqual(quoteBuyExactOut({ curve, tokensSold: 0n, feeBps: 100, tokensOut: curve.saleSupply }));
    expect(quote?.reserveWei).toBe(8n * ETH);
    expect(quote?.weiAmount).toBe((8n * ETH * 10_000n) / 9_900n + 1n);
  });

  it('are null where the contract reverts', () => {
    const full = { curve, tokensSold: curve.saleSupply, feeBps: 100 };
    expect(quoteBuy({ ...full, weiIn: ETH })).toBeNull();
    expect(quoteBuyExactOut({ ...full, tokensOut: 1n })).toBeNull();
    const empty = { curve, tokensSold: 0n, feeBps: 100 };
    expect(quoteBuy({ ...empty, weiIn: 0n })).toBeNull();
    expect(quoteBuy({ ...empty, weiIn: 1n })).toBeNull();
    expect(quoteBuyExactOut({ ...empty, tokensOut: 0n })).toBeNull();
    expect(quoteSell({ ...empty, tokensIn: 1n })).toBeNull();
    expect(quoteSellExactOut({ ...empty, weiOut: 1n })).toBeNull();
    expect(quoteSell({ ...full, tokensIn: 1n })).toBeNull();
  });

  it('never let a round trip gain, from any state of any curve', () => {
    forAny(({ draw, curve, tokensSold }) => {
      const bought = quoteBuy({ curve, tokensSold, feeBps: 0, weiIn: draw.size(curve.targetWei * 2n) });
      if (bought === null) return;
      const back = quoteSell({ curve, tokensSold: bought.tokensSold, feeBps: 0, tokensIn: bought.tokenAmount });
      expect((back?.weiAmount ?? 0n) <= bought.weiAmount).toBe(true);
    });
  });
});

describe('priceImpactBps', () => {
  it('is small for a small trade and large for a large one, both ways', () => {
    const small = quoteBuy({ curve, tokensSold: 0n, feeBps: 100, weiIn: ETH / 1_000n });
    const large = quoteBuy({ curve, tokensSold: 0n, feeBps: 100, weiIn: 8n * ETH });
    if (small === null || large === null) throw new Error('no quote');
    expect(priceImpactBps({ curve, tokensSold: 0n, quote: small })).toBe(2);
    // Average / first price of the whole sale is √5.4756 = 2.34; this buy takes 99 % of it.
    const impact = priceImpactBps({ curve, tokensSold: 0n, quote: large });
    expect(impact).toBeGreaterThan(13_000);
    expect(impact).toBeLessThan(13_400);
    const half = curve.saleSupply / 2n;
    const sale = quoteSell({ curve, tokensSold: half, feeBps: 100, tokensIn: half });
    if (sale === null) throw new Error('no quote');
    expect(priceImpactBps({ curve, tokensSold: half, quote: sale })).toBeGreaterThan(2_000);
  });
});

describe('fees', () => {
  it('fall in a straight line, rounded up', () => {
    const at = (nowSec: number) => feeBpsAt({ curve, startedAtSec: 1_000, nowSec });
    expect([0, 1_000, 1_300, 1_599, 1_600, 9_999].map(at)).toEqual([5_000, 5_000, 2_550, 109, 100, 100]);
    const instant = { ...curve, snipeDurationSec: 0 };
    expect(feeBpsAt({ curve: instant, startedAtSec: 1_000, nowSec: 1_000 })).toBe(100);
  });

  it('gross and net agree', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 0, max: 9_000 }), (net, feeBps) => {
        const gross = grossOf(net, feeBps);
        expect(netOf(gross, feeBps) >= net).toBe(true);
        expect(gross === 0n || netOf(gross - 1n, feeBps) < net).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

describe('curvePoints', () => {
  it('run from the first price to the last, rising', () => {
    const points = curvePoints(curve, 50);
    expect(points).toHaveLength(50);
    expect(points[0]).toEqual({ tokensSold: 0n, reserveWei: 0n, priceWei: priceAt(curve, 0n) });
    expect(points.at(-1)).toEqual({
      tokensSold: curve.saleSupply,
      reserveWei: curve.targetWei,
      priceWei: priceAt(curve, curve.saleSupply),
    });
    expect(points.every(({ priceWei }, i) => i === 0 || priceWei > (points[i - 1]?.priceWei ?? priceWei))).toBe(true);
    expect(() => curvePoints(curve, 1)).toThrow(RangeError);
  });
});

describe('launchEconomics', () => {
  const terms = {
    totalSupply: 1_000_000_000n * ETH,
    saleBps: 6_500,
    liquidityBps: 2_500,
    creatorBps: 1_000,
    treasuryBps: 1_000,
    targetWei: 8n * ETH,
    feeBps: 100,
    snipeFeeBps: 5_000,
    snipeDurationSec: 600,
  };

  it('says what a launch comes to', () => {
    const preview = launchEconomics(terms);
    expect(preview).toMatchObject({
      curve,
      saleSupply: usual.saleSupply,
      liquiditySupply: usual.liquiditySupply,
      creatorSupply: 100_000_000n * ETH,
      treasuryWei: (8n * ETH) / 10n,
      poolWei: (8n * ETH * 9n) / 10n,
      // (0.9 · 65 / 25)² = 5.4756
      priceRatioPercent: 547,
      startPriceWei: priceAt(curve, 0n),
      endPriceWei: priceAt(curve, curve.saleSupply),
    });
    // The pool's price is 7.2 ETH for 250 million tokens: 28.8 ETH for all.
    expect(Number(preview?.endFullyDilutedWei ?? 0n) / 1e18).toBeCloseTo(28.8, 6);
    expect(Number(preview?.creatorValueWei ?? 0n) / 1e18).toBeCloseTo(2.88, 6);
    expect(Number(preview?.startFullyDilutedWei ?? 0n) / 1e18).toBeCloseTo(28.8 / 5.4756, 6);
  });

  it('is null where there is no such curve', () => {
    expect(launchEconomics({ ...terms, saleBps: 4_500, liquidityBps: 4_500 })).toBeNull();
  });

  it('fullyDilutedWei is price times supply', () => {
    expect(fullyDilutedWei(3n, 10n * ETH)).toBe(30n);
  });
});

describe('exitValues', () => {
  it('put a burn beside a sale', () => {
    const values = exitValues({
      curve,
      tokensSold: curve.saleSupply,
      feeBps: 100,
      amount: 10n * ETH,
      totalSupply: 1_000n * ETH,
      redeemPoolWei: 5_000n,
    });
    expect(values.burnWei).toBe(50n);
    expect(values.sale).toEqual(quoteSell({ curve, tokensSold: curve.saleSupply, feeBps: 100, tokensIn: 10n * ETH }));
  });

  it('a share of nothing is nothing', () => {
    expect(shareOf({ balance: 5n, eligibleSupply: 0n, amountWei: 9n })).toBe(0n);
    expect(shareOf({ balance: 1n, eligibleSupply: 3n, amountWei: 10n })).toBe(3n);
  });
});
