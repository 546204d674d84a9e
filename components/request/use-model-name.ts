'use client';
import type { Address } from 'viem';
import { useReadContract } from 'wagmi';
import { modelTokenAbi } from '@/lib/chain/generated/abis';

/** The name of a model's token; null while unknown, or where the model has no token. */
export function useModelName(token: Address | null): string | null {
  const read = useReadContract({
    address: token ?? '0x',
    abi: modelTokenAbi,
    functionName: 'name',
    query: { enabled: token !== null, staleTime: Number.POSITIVE_INFINITY },
  });
  return read.data ?? null;
}
