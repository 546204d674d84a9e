'use client';
import { useMemo } from 'react';
import { usePublicClient } from 'wagmi';
import type { ApiContext } from '@/lib/api/context';
import { deploymentOf } from '@/lib/chain/deployment';
import { AppError } from '@/lib/errors/app-error';
import { useRuntimeConfig } from '../runtime-config';

/** What the functions of lib/api need in a page. */
export function useApi(): ApiContext {
  const client = usePublicClient();
  const { chainId } = useRuntimeConfig();
  if (client === undefined) {
    throw new AppError({ code: 'chain/wrong-network', message: 'This chain is not configured.' });
  }
  return useMemo(() => ({ graphqlUrl: '/api/graphql', client, deployment: deploymentOf(chainId) }), [client, chainId]);
}
