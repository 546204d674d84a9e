'use client';
import { type Address, getAddress } from 'viem';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { lensAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from '../common/runtime-config';

/** What asking a model costs and takes, straight from the chain. Undefined data: unknown token. */
export function useModelTerms(token: Address) {
  const { chainId } = useRuntimeConfig();
  return useReadContract({
    address: deploymentOf(chainId).contracts.lens,
    abi: lensAbi,
    functionName: 'tokenViews',
    args: [[getAddress(token)]],
    query: {
      select: ([view]) =>
        view === undefined || !view.exists
          ? null
          : {
              name: view.name,
              symbol: view.symbol,
              modelId: view.modelId,
              feeWei: view.model.priceWei,
              bundleURI: view.model.uri,
              programHash: view.model.programHash,
              modelHash: view.model.modelHash,
              claimableBps: view.claimableBps,
            },
    },
  });
}

export type ModelTerms = NonNullable<ReturnType<typeof useModelTerms>['data']>;
