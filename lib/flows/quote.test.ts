import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOf, impactLevel, maxSpend, priceImpactBps, withSlippage, withSlippageUp } from './quote.ts';

const ETH = 10n ** 18n;

describe('withSlippage', () => {
  it('cuts down', () =>
    expect([withSlippage(999n, 100), withSlippage(1_000n, 0), withSlippage(7n, 10_000)]).toEqual([989n, 1_000n, 0n]));
  it('never asks for more than was quoted', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 128n }),
        fc.integer({ min: 0, max: 10_000 }),
        (quoted, bps) => withSlippage(quoted, bps) <= quoted,
      ),
    ));
});

describe('priceImpactBps', () => {
  it('is the part paid above the marginal price', () =>
    expect(priceImpactBps({ tokens: 100n * ETH, netWei: 110n, priceWei: 1n })).toBe(1_000));
  it('is the part got below it for a sell', () =>
    expect(priceImpactBps({ tokens: 100n * ETH, netWei: 97n, priceWei: 1n })).toBe(300));
  it('is nothing for nothing', () => expect(priceImpactBps({ tokens: 0n, netWei: 0n, priceWei: 1n })).toBe(0));
  it.each([
    [100, 'none'],
    [101, 'note'],
    [301, 'amber'],
    [501, 'red'],
    [1_001, 'confirm'],
  ])('%s bps is %s', (bps, level) => expect(impactLevel(bps)).toBe(level));
});

describe('maxSpend', () => {
  it('keeps the gas of two trades', () =>
    expect(maxSpend({ balanceWei: ETH, gasPriceWei: 10n, gasLimit: 100n })).toBe(ETH - 2_000n));
  it('offers nothing rather than less than nothing', () =>
    expect(maxSpend({ balanceWei: 5n, gasPriceWei: 10n, gasLimit: 100n })).toBe(0n));
});

describe('withSlippageUp', () => {
  it('rounds up, so that it is never less than the quote', () => {
    expect(withSlippageUp(1n, 1)).toBe(2n);
    expect(withSlippageUp(10_000n, 100)).toBe(10_100n);
    expect(withSlippageUp(7n, 0)).toBe(7n);
  });
});

describe('feeOf', () => {
  it('is a part of what a buyer pays', () =>
    expect(feeOf({ isBuy: true, weiAmount: 1_000n, feePips: 10_000 })).toBe(10n));
  it('comes on top of what a seller gets', () =>
    expect(feeOf({ isBuy: false, weiAmount: 990n, feePips: 10_000 })).toBe(10n));
});
