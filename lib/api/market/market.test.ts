import { describe, expect, it } from 'vitest';
import { aprBps } from './apr.ts';
import { holderTagOf } from './holder-tag.ts';
import { poolPriceWei, poolTradeOf } from './pool.ts';
import { portfolioTotals, positionRow, sortPositions } from './position-row.ts';
import { revenueSourceOf } from './revenue-source.ts';
import { snipeFeeOf } from './snipe-fee.ts';

const ETH = 10n ** 18n;
const account = (digit: string) => `0x${digit.repeat(40)}` as const;

describe('aprBps', () => {
  it('is revenue of the days over a year against the market cap', () => {
    // 7 ETH in 7 days are 365 in a year: 36.5 % of 1,000.
    expect(aprBps({ revenueWei: 7n * ETH, days: 7, marketCapWei: 1_000n * ETH })).toBe(3_650);
    expect(aprBps({ revenueWei: 7n * ETH, days: 30, marketCapWei: 1_000n * ETH })).toBe(851);
  });

  it('is 0 without revenue, and null without a market cap', () => {
    expect(aprBps({ revenueWei: 0n, days: 7, marketCapWei: ETH })).toBe(0);
    expect(aprBps({ revenueWei: ETH, days: 7, marketCapWei: 0n })).toBeNull();
  });
});

describe('poolPriceWei', () => {
  it('is what a whole token costs in wei', () => {
    // One token unit per wei: a whole token is one ETH.
    expect(poolPriceWei(2n ** 96n)).toBe(ETH);
    // 10,000 tokens for an ETH: √ = 100.
    expect(poolPriceWei(100n * 2n ** 96n)).toBe(ETH / 10_000n);
  });
});

describe('poolTradeOf', () => {
  it('is a buy when ETH came in, with the fee that the pool took of it', () => {
    const swap = { amount0: -1_000_000n, amount1: 5_000n, fee: 10_000 };
    expect(poolTradeOf(swap)).toEqual({ isBuy: true, weiAmount: 1_000_000n, tokenAmount: 5_000n, feeWei: 10_000n });
  });

  it('is a sale when ETH went out, with a fee of what the withheld tokens were worth', () => {
    // 1 % of the tokens were withheld: the trader got 99 of 100.
    const swap = { amount0: 99n, amount1: -5_000n, fee: 10_000 };
    expect(poolTradeOf(swap)).toEqual({ isBuy: false, weiAmount: 99n, tokenAmount: 5_000n, feeWei: 1n });
  });

  it('is nothing when one side did not move', () => {
    expect(poolTradeOf({ amount0: -1n, amount1: 0n, fee: 0 })).toBeNull();
    expect(poolTradeOf({ amount0: 0n, amount1: -1n, fee: 0 })).toBeNull();
  });
});

describe('snipeFeeOf', () => {
  const buy = {
    isBuy: true,
    isFirstBuy: false,
    feeWei: 5_000n,
    atSec: 100,
    launchedAtSec: 100,
    snipeFeeBps: 5_000,
    snipeDurationSec: 100,
  };

  it('is what goes beyond the lasting fee, and falls to nothing', () => {
    expect(snipeFeeOf(buy)).toBe(4_900n);
    // Half way the rate is 1 % + 24.5 %.
    expect(snipeFeeOf({ ...buy, atSec: 150, feeWei: 2_550n })).toBe(2_450n);
    expect(snipeFeeOf({ ...buy, atSec: 200 })).toBe(0n);
  });

  it('is nothing for sales and the first buy of the creator', () => {
    expect(snipeFeeOf({ ...buy, isBuy: false })).toBe(0n);
    expect(snipeFeeOf({ ...buy, isFirstBuy: true })).toBe(0n);
  });
});

describe('names of accounts', () => {
  it('tag a holder with the first thing that it is', () => {
    const known = { curve: account('a'), creator: account('b'), vesting: null };
    expect(holderTagOf('0xAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAa', known)).toBe('curve');
    expect(holderTagOf(account('b'), known)).toBe('creator');
    expect(holderTagOf(account('c'), known)).toBeNull();
  });

  it('tell the source of revenue', () => {
    const senders = {
      aiOracle: account('1'),
      curve: account('2'),
      poolManager: account('3'),
      collection: account('5'),
    };
    const source = (digit: string, tradeFeeWei: bigint | null) =>
      revenueSourceOf({ from: account(digit), amount: 5n, tradeFeeWei }, senders);
    expect(source('1', null)).toBe('inference');
    expect(source('2', 5n)).toBe('trading');
    expect(source('3', null)).toBe('trading');
    expect(source('4', 5n)).toBe('other');
    expect(source('5', null)).toBe('mint');
    // What is left of a raise, in the transaction of the last buy.
    expect(source('2', 4n)).toBe('other');
    expect(source('2', null)).toBe('other');
  });
});

describe('a portfolio', () => {
  const facts = { name: '', symbol: '', boughtTokens: 0n, boughtWei: 0n, soldTokens: 0n, soldWei: 0n };
  const first = positionRow({
    ...facts,
    token: account('1'),
    balance: 2n * ETH,
    tokenPriceWei: 30n,
    costWei: 40n,
    realisedWei: 5n,
  });
  const sold = { ...first, token: account('2'), balance: 0n, valueWei: 0n, costWei: 0n, unrealisedWei: 0n };

  it('values each position at the present price', () =>
    expect(first).toMatchObject({ valueWei: 60n, averageCostWei: 20n, unrealisedWei: 20n }));

  it('is sorted by value, without tokens that were only passed on', () => {
    const traded = { ...sold, soldTokens: 1n };
    expect(sortPositions([sold, traded, first])).toEqual([first, traded]);
  });

  it('adds up', () =>
    expect(portfolioTotals([first, sold])).toEqual({
      valueWei: 60n,
      costWei: 40n,
      realisedWei: 10n,
      unrealisedWei: 20n,
    }));
});
