import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { curveOf, priceAt } from '../curve/curve.ts';
import { quoteBuy } from '../curve/quote.ts';
import { buyerView, creatorView, salePoint } from './preview.ts';

const TOKENS = 10n ** 24n;
const curve = curveOf({
  saleSupply: 700n * TOKENS,
  liquiditySupply: 200n * TOKENS,
  targetWei: parseEther('10'),
  treasuryBps: 1_000,
  feeBps: 100,
  snipeFeeBps: 100,
  snipeDurationSec: 0,
});

describe('salePoint', () => {
  it('begins with nothing raised and ends at the target to the wei', () => {
    expect(salePoint(curve, 0)).toMatchObject({ tokensSold: 0n, raisedWei: 0n, priceWei: priceAt(curve, 0n) });
    expect(salePoint(curve, 10_000)).toMatchObject({ tokensSold: curve.saleSupply, raisedWei: curve.targetWei });
  });
});

describe('creatorView', () => {
  it('values the locked part and the first buy at the price of the moment', () => {
    const point = { ...salePoint(curve, 5_000), priceWei: 2n * 10n ** 9n };
    expect(creatorView(point, { creatorSupply: 100n * TOKENS, firstBuyTokens: TOKENS })).toEqual({
      lockedWei: parseEther('0.2'),
      firstBuyWei: parseEther('0.002'),
      tokens: 101n * TOKENS,
    });
  });
});

describe('buyerView', () => {
  const weiIn = parseEther('0.1');
  it('gets what the curve gives, and less than it paid when it sells right back', () => {
    const view = buyerView(curve, { tokensSold: 0n, weiIn });
    expect(view?.tokens).toBe(quoteBuy({ curve, tokensSold: 0n, feeBps: 100, weiIn })?.tokenAmount);
    expect(view?.soldBackWei).toBeLessThan(weiIn);
    expect(view?.worthAtEndWei).toBeGreaterThan(weiIn);
  });
  it('is nothing at the end of the sale, or for nothing', () => {
    expect(buyerView(curve, { tokensSold: curve.saleSupply, weiIn })).toBeNull();
    expect(buyerView(curve, { tokensSold: 0n, weiIn: 0n })).toBeNull();
  });
});
