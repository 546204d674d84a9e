'use client';
import { useMemo } from 'react';
import type { ApiContext } from '@/lib/api/context';
import { deploymentOf } from '@/lib/chain/deployment';
import { AppError } from '@/lib/errors/app-error';
import { useRuntimeConfig } from '../runtime-config';
import { useChainReader } from './use-chain-reader';

/** What the functions of lib/api need in this page: the indexer through our own origin, and the chain behind it. */
export function useApi(): ApiContext {
  const client = useChainReader();
  const { chainId } = useRuntimeConfig();
  return useMemo(() => {
    if (client === undefined)
      throw new AppError({ code: 'chain/wrong-network', message: 'This chain is not configured.' });
    return { graphqlUrl: '/api/graphql', client, deployment: deploymentOf(chainId) };
  }, [client, chainId]);
}
