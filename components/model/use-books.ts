'use client';
import { type Address, zeroAddress } from 'viem';
import { useReadContracts } from 'wagmi';
import { modelTokenAbi } from '@/lib/chain/generated/abis';

/** The revenue books in ETH and what the next snapshot depends on, straight from the chain. */
export function useBooks(token: Address) {
  const contract = { address: token, abi: modelTokenAbi } as const;
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...contract, functionName: 'revenueState', args: [zeroAddress] },
      { ...contract, functionName: 'snapshotCount' },
      { ...contract, functionName: 'eligibleSupply' },
    ],
    query: {
      refetchInterval: 3_000,
      select: ([state, snapshotCount, eligibleSupply]) => ({ state, snapshotCount, eligibleSupply }),
    },
  });
}
