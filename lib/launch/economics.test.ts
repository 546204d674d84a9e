import { describe, expect, it } from 'vitest';
import { emptyDraft, type LaunchDraft } from './draft.ts';
import { economicsOf } from './economics.ts';

const ETH = 10n ** 18n;

function economics(change: (draft: LaunchDraft) => void = () => undefined) {
  const draft = emptyDraft();
  change(draft);
  return economicsOf(draft);
}

describe('economicsOf', () => {
  it('draws a rising price from the first token to the last', () => {
    const found = economics();
    const prices = found?.points.map(({ priceWei }) => priceWei) ?? [];
    expect(prices[0]).toBe(found?.startPriceWei);
    expect(prices.at(-1)).toBe(found?.endPriceWei);
    expect(prices.every((price, index) => index === 0 || price > (prices[index - 1] ?? 0n))).toBe(true);
    expect(found?.points.at(-1)?.sold).toBe(700_000_000n * ETH);
  });

  it('splits the raise between pool and treasury without a wei lost', () => {
    const found = economics((draft) => (draft.terms.treasuryPercent = '12.5'));
    expect(found?.treasuryWei).toBe((10n * ETH) / 8n);
    expect((found?.poolWei ?? 0n) + (found?.treasuryWei ?? 0n)).toBe(10n * ETH);
  });

  it('has no first buy where none is asked for', () => expect(economics()?.firstBuy).toBeNull());

  it('buys at the start of the curve and pays the lasting fee only', () => {
    const found = economics((draft) => (draft.terms.firstBuyEth = '0.001'));
    const tokens = found?.firstBuy?.tokensOut ?? 0n;
    const netWei = ((ETH / 1_000n) * 99n) / 100n;
    const atFirstPrice = (netWei * ETH) / (found?.startPriceWei ?? 1n);
    expect(tokens <= atFirstPrice).toBe(true);
    expect(tokens > (atFirstPrice * 999n) / 1_000n).toBe(true);
    expect(found?.firstBuy?.refundWei).toBe(0n);
  });

  it('gives back what the whole sale does not take', () => {
    const first = economics((draft) => (draft.terms.firstBuyEth = '50'))?.firstBuy;
    expect(first?.tokensOut).toBe(700_000_000n * ETH);
    expect((first?.weiSpent ?? 0n) + (first?.refundWei ?? 0n)).toBe(50n * ETH);
    expect(first?.soldShare).toBe(1);
  });

  it('is nothing while the terms make no curve', () => {
    expect(economics((draft) => (draft.terms.targetEth = ''))).toBeNull();
    expect(economics((draft) => (draft.parts = { saleBps: 5000, liquidityBps: 5000, creatorBps: 0 }))).toBeNull();
  });
});
