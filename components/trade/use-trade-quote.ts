'use client';
import { keepPreviousData } from '@tanstack/react-query';
import type { Address } from 'viem';
import { useReadContract } from 'wagmi';
import { bondingCurveAbi } from '@/lib/chain/generated/abis';
import { priceImpactBps } from '@/lib/flows/quote';

export type Side = 'buy' | 'sell';

/** What a trade would do now. `pays` and `gets` in the smallest unit of what is paid and got. */
export type TradeQuote = {
  pays: bigint;
  gets: bigint;
  feeWei: bigint;
  impactBps: number /** ETH that comes back because the target is reached. */;
  refundWei: bigint;
};

type QuoteInput = { curve: Address; side: Side; amount: bigint; priceWei: bigint };

/** The curve's own quote for an amount, refreshed every two seconds; null while the amount buys or pays nothing. */
export function useTradeQuote({ curve, side, amount, priceWei }: QuoteInput) {
  const common = { address: curve, abi: bondingCurveAbi, args: [amount] } as const;
  const options = { refetchInterval: 2_000, placeholderData: keepPreviousData } as const;
  const buy = useReadContract({
    ...common,
    functionName: 'quoteBuy',
    query: { ...options, enabled: side === 'buy' && amount > 0n },
  });
  const sell = useReadContract({
    ...common,
    functionName: 'quoteSell',
    query: { ...options, enabled: side === 'sell' && amount > 0n },
  });
  const active = side === 'buy' ? buy : sell;
  return {
    quote:
      amount === 0n ? null : side === 'buy' ? ofBuy(buy.data, amount, priceWei) : ofSell(sell.data, amount, priceWei),
    isFresh: !active.isPlaceholderData,
    error: active.error,
  };
}

function ofBuy(
  data: readonly [bigint, bigint, bigint] | undefined,
  amount: bigint,
  priceWei: bigint,
): TradeQuote | null {
  if (data === undefined || data[0] === 0n) return null;
  const [tokens, spent, feeWei] = data;
  return {
    pays: spent,
    gets: tokens,
    feeWei,
    refundWei: amount - spent,
    impactBps: priceImpactBps({ tokens, netWei: spent - feeWei, priceWei }),
  };
}

function ofSell(data: readonly [bigint, bigint] | undefined, amount: bigint, priceWei: bigint): TradeQuote | null {
  if (data === undefined || data[0] === 0n) return null;
  const [weiOut, feeWei] = data;
  return {
    pays: amount,
    gets: weiOut,
    feeWei,
    refundWei: 0n,
    impactBps: priceImpactBps({ tokens: amount, netWei: weiOut + feeWei, priceWei }),
  };
}
