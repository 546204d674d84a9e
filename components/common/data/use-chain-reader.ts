'use client';
import { useMemo } from 'react';
import { useClient } from 'wagmi';
import { type ChainReader, chainReader } from '@/lib/chain/reader';

/** Reads of the page's chain; undefined where it is not configured. */
export function useChainReader(): ChainReader | undefined {
  const client = useClient();
  return useMemo(() => (client === undefined ? undefined : chainReader(client)), [client]);
}
