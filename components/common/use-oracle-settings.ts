'use client';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from './runtime-config';

/** The oracle's settings, which never change: split of a fee, deadlines, bond. */
export function useOracleSettings() {
  const { chainId } = useRuntimeConfig();
  return useReadContract({
    address: deploymentOf(chainId).contracts.aiOracle,
    abi: aiOracleAbi,
    functionName: 'settings',
    query: { staleTime: Number.POSITIVE_INFINITY },
  });
}
