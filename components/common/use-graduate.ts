'use client';
import { useCallback } from 'react';
import type { Address } from 'viem';
import { deploymentOf } from '@/lib/chain/deployment';
import { graduateFlow } from '@/lib/flows/graduate';
import { useChainReader } from './data/use-chain-reader';
import { useRuntimeConfig } from './runtime-config';
import { useTransaction } from './tx/use-transaction';

const DEADLINE_SEC = 600n;

/** Opens the pool of a token whose sale is complete. */
export function useGraduate({ token, symbol }: { token: Address; symbol: string }) {
  const { chainId } = useRuntimeConfig();
  const client = useChainReader();
  const { run, busy } = useTransaction();
  const { router } = deploymentOf(chainId).contracts;
  const start = useCallback(async () => {
    if (client === undefined) return;
    const { timestamp } = await client.getBlock();
    await run(graduateFlow({ router, token, symbol, spareWei: 0n, deadlineSec: timestamp + DEADLINE_SEC }));
  }, [client, run, router, token, symbol]);
  return { graduate: () => void start(), busy };
}
