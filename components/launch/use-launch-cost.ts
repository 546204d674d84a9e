'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useBalance } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { launchpadAbi } from '@/lib/chain/generated/abis';
import { toAppError } from '@/lib/errors/decode';
import type { LaunchDraft } from '@/lib/launch/draft';
import { economicsOf, type FirstBuy } from '@/lib/launch/economics';
import type { ReadyLaunch } from '@/lib/launch/validate';
import { useChainReader } from '../common/data/use-chain-reader';
import { useRuntimeConfig } from '../common/runtime-config';
import { useWalletAccount } from '../common/wallet/use-wallet-account';

/** What a launch costs the connected account. `networkFeeWei` is null while it cannot be known. */
export type LaunchCostState = {
  firstBuy: FirstBuy | null;
  networkFeeWei: bigint | null;
  isShort: boolean;
  /** Why the launch would fail now, as a sentence. */
  problem: string | null;
};

/** Estimates the launch by simulating it, which also finds out whether it would fail. */
export function useLaunchCost(draft: LaunchDraft, ready: ReadyLaunch): LaunchCostState {
  const { address } = useWalletAccount();
  const client = useChainReader();
  const { chainId } = useRuntimeConfig();
  const balance = useBalance({ address });
  const firstBuy = useMemo(() => economicsOf(draft)?.firstBuy ?? null, [draft]);
  const isShortForBuy = balance.data !== undefined && balance.data.value < ready.firstBuyWei;
  const estimate = useQuery({
    queryKey: ['launch-cost', chainId, address, JSON.stringify(draft)],
    enabled: client !== undefined && address !== undefined && !isShortForBuy,
    staleTime: 15_000,
    retry: false,
    queryFn: async () => {
      if (client === undefined || address === undefined) return null;
      const [block, gasPrice] = await Promise.all([client.getBlock(), client.getGasPrice()]);
      const gas = await client.estimateContractGas({
        address: deploymentOf(chainId).contracts.launchpad,
        abi: launchpadAbi,
        functionName: 'launch',
        args: [ready.params, firstBuy?.tokensOut ?? 0n, block.timestamp + 1_200n],
        value: ready.firstBuyWei,
        account: address,
      });
      return gas * gasPrice;
    },
  });
  const networkFeeWei = estimate.data ?? null;
  const isShort =
    isShortForBuy || (balance.data !== undefined && balance.data.value < ready.firstBuyWei + (networkFeeWei ?? 0n));
  return {
    firstBuy,
    networkFeeWei,
    isShort,
    problem: estimate.error === null ? null : toAppError(estimate.error).message,
  };
}
