import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { impactLevel, maxSpend, priceImpactBps, withSlippage } from './quote.ts';

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
