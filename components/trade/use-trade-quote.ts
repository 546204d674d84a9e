'use client';
import { keepPreviousData } from '@tanstack/react-query';
import type { Address } from 'viem';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { routerAbi } from '@/lib/chain/generated/abis';
import { feeOf, priceImpactBps } from '@/lib/flows/quote';
import { useRuntimeConfig } from '../common/runtime-config';

export type Side = 'buy' | 'sell';
/** Which amount was typed: what goes in, or what comes out. */
export type Exact = 'in' | 'out';

/** What a trade would do now. `pays` and `gets` in the smallest unit of what is paid and got. */
export type TradeQuote = {
  pays: bigint;
  gets: bigint;
  feeWei: bigint;
  feePips: number;
  isPool: boolean;
  impactBps: number;
  /** ETH that comes back because the target is reached. */
  refundWei: bigint;
};

type QuoteInput = { token: Address; side: Side; exact: Exact; amount: bigint; priceWei: bigint };

const QUOTES = {
  buy: { in: 'quoteBuy', out: 'quoteBuyExactOut' },
  sell: { in: 'quoteSell', out: 'quoteSellExactOut' },
} as const;

/** The router's own quote for an amount, refreshed every two seconds; null while the amount buys or pays nothing. */
export function useTradeQuote({ token, side, exact, amount, priceWei }: QuoteInput) {
  const { chainId } = useRuntimeConfig();
  const read = useReadContract({
    address: deploymentOf(chainId).contracts.router,
    abi: routerAbi,
    functionName: QUOTES[side][exact],
    args: [token, amount],
    query: { refetchInterval: 2_000, placeholderData: keepPreviousData, enabled: amount > 0n },
  });
  const found = read.data;
  return {
    quote:
      amount === 0n || found === undefined || !found.isLive ? null : quoteOf(found, { side, exact, amount, priceWei }),
    isFresh: !read.isPlaceholderData,
    error: read.error,
  };
}

function quoteOf(
  found: { isPool: boolean; weiAmount: bigint; tokenAmount: bigint; feePips: number },
  { side, exact, amount, priceWei }: Omit<QuoteInput, 'token'>,
): TradeQuote {
  const { isPool, weiAmount, tokenAmount, feePips } = found;
  const isBuy = side === 'buy';
  const feeWei = feeOf({ isBuy, weiAmount, feePips });
  const netWei = isBuy ? weiAmount - feeWei : weiAmount + feeWei;
  return {
    pays: isBuy ? weiAmount : tokenAmount,
    gets: isBuy ? tokenAmount : weiAmount,
    feeWei,
    feePips,
    isPool,
    impactBps: priceImpactBps({ tokens: tokenAmount, netWei, priceWei }),
    refundWei: isBuy && exact === 'in' ? amount - weiAmount : 0n,
  };
}
