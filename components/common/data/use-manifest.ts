'use client';
import { useQuery } from '@tanstack/react-query';
import { useReadContract } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { useRuntimeConfig } from '../runtime-config';

/** The manifest of a bundle, checked against its CID: what requests and answers are, limits, examples. */
export function useManifest(bundleURI: string | undefined) {
  return useQuery({
    queryKey: ['manifest', bundleURI],
    enabled: bundleURI !== undefined,
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      // Reading bundles is much code, and a page is there without it.
      const { fetchManifest } = await import('@/lib/bundle/fetch-manifest');
      return fetchManifest(bundleURI ?? '', { signal });
    },
  });
}

/** The manifest of a model in the oracle's registry, which knows models without a token too. */
export function useModelManifest(modelId: bigint) {
  const { chainId } = useRuntimeConfig();
  const model = useReadContract({
    address: deploymentOf(chainId).contracts.aiOracle,
    abi: aiOracleAbi,
    functionName: 'model',
    args: [modelId],
    query: { staleTime: Number.POSITIVE_INFINITY },
  });
  return useManifest(model.data?.uri);
}
