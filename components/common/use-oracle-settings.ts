'use client';
import type { ContractFunctionReturnType } from 'viem';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from './runtime-config';

export type OracleSettings = ContractFunctionReturnType<typeof aiOracleAbi, 'view', 'settings'>;

/** The oracle's settings, which never change: split of a fee, deadlines, bond. `first`: what the server read already. */
export function useOracleSettings(first?: OracleSettings) {
  const { chainId } = useRuntimeConfig();
  return useReadContract({
    address: deploymentOf(chainId).contracts.aiOracle,
    abi: aiOracleAbi,
    functionName: 'settings',
    query: { staleTime: Number.POSITIVE_INFINITY, ...(first === undefined ? {} : { initialData: first }) },
  });
}
