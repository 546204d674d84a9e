'use client';
import type { Address } from 'viem';
import { useReadContracts } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { bondingCurveAbi, liquidityHookAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from '../runtime-config';

/** Where a token trades now, straight from the chain, every two seconds. */
export function useMarket({ token, curve }: { token: Address; curve: Address }) {
  const { chainId } = useRuntimeConfig();
  const onCurve = { address: curve, abi: bondingCurveAbi } as const;
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...onCurve, functionName: 'state' },
      { ...onCurve, functionName: 'params' },
      { ...onCurve, functionName: 'startedAt' },
      {
        address: deploymentOf(chainId).contracts.liquidityHook,
        abi: liquidityHookAbi,
        functionName: 'pool',
        args: [token],
      },
    ],
    query: {
      refetchInterval: 2_000,
      select: ([state, params, startedAt, pool]) => ({
        state,
        params,
        pool,
        snipeEndSec: Number(startedAt) + params.snipeDurationSec,
        /** Wei for one whole token at the margin, wherever it trades. */
        priceWei: state.graduated ? pool.priceWei : state.priceWei,
      }),
    },
  });
}

/** What `useMarket` reads. */
export type MarketLive = NonNullable<ReturnType<typeof useMarket>['data']>;
