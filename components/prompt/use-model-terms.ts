'use client';
import { type Address, type ContractFunctionReturnType, getAddress } from 'viem';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { lensAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from '../common/runtime-config';
import type { OracleSettings } from '../common/use-oracle-settings';

/** What the server read of the chain for the first picture of the page, and when, in milliseconds. */
export type FirstTerms = {
  views: ContractFunctionReturnType<typeof lensAbi, 'view', 'tokenViews'>;
  settings: OracleSettings;
  atMs: number;
};

/** What asking a model costs and takes, straight from the chain. Undefined data: unknown token. */
export function useModelTerms(token: Address, first?: FirstTerms) {
  const { chainId } = useRuntimeConfig();
  return useReadContract({
    address: deploymentOf(chainId).contracts.lens,
    abi: lensAbi,
    functionName: 'tokenViews',
    args: [[getAddress(token)]],
    query: {
      ...(first === undefined ? {} : { initialData: first.views, initialDataUpdatedAt: first.atMs }),
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
