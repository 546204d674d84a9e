'use client';
import type { Address } from 'viem';
import { useReadContracts } from 'wagmi';
import { bondingCurveAbi } from '@/lib/chain/generated/abis';

/** The live state of a curve, straight from the chain, every two seconds. */
export function useCurve(address: Address) {
  const contract = { address, abi: bondingCurveAbi } as const;
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...contract, functionName: 'state' },
      { ...contract, functionName: 'params' },
      { ...contract, functionName: 'startedAt' },
    ],
    query: {
      refetchInterval: 2_000,
      select: ([state, params, startedAt]) => ({
        state,
        params,
        snipeEndSec: Number(startedAt) + params.snipeDurationSec,
      }),
    },
  });
}

/** What `useCurve` reads. */
export type CurveLive = NonNullable<ReturnType<typeof useCurve>['data']>;
