'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Address } from 'viem';
import { fetchManifest } from '@/lib/bundle/fetch-manifest';
import { deploymentOf } from '@/lib/chain/deployment';
import { encodeForm } from '@/lib/collection/encode-form';
import { toAppError } from '@/lib/errors/decode';
import { launchFlow, launchResultOf } from '@/lib/flows/launch';
import type { FlowResult } from '@/lib/flows/types';
import type { DeployItem, DeployStage } from '@/lib/launch/deploy-checklist';
import type { LaunchDraft } from '@/lib/launch/draft';
import { economicsOf } from '@/lib/launch/economics';
import { findLaunch } from '@/lib/launch/find-launch';
import type { ReadyLaunch } from '@/lib/launch/validate';
import { useChainReader } from '../common/data/use-chain-reader';
import { useRuntimeConfig } from '../common/runtime-config';
import { usePending } from '../common/tx/transaction-provider';
import { BUSY, useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';

const ITEM_OF_BUSY: Record<string, DeployItem> = {
  [BUSY.checking]: 'sign',
  [BUSY.confirm]: 'sign',
  [BUSY.submitted]: 'chain',
  [BUSY.indexing]: 'index',
};

const DEADLINE_SEC = 1_200n;

export type Deploy = { stage: DeployStage; busy: string | null; start: () => Promise<void> };

/** What stopped a flow that is not done, and at which item; null where nothing was wrong. */
function stopOf(result: FlowResult): { item: DeployItem; reason: string } | null {
  switch (result.kind) {
    case 'done':
    case 'duplicate':
      return null;
    case 'rejected':
      return { item: 'sign', reason: 'You said no in your wallet. Nothing was sent.' };
    case 'cancelled':
      return { item: 'chain', reason: 'You cancelled the transaction in your wallet.' };
    case 'replaced':
      return { item: 'chain', reason: 'Your wallet sent another transaction in its place.' };
    case 'failed':
      return { item: result.hash === null ? 'sign' : 'chain', reason: result.error.message };
    default:
      return result satisfies never;
  }
}

/** Sends the launch and follows it; after a reload it finds out what came of the one sent before. */
export function useDeploy({
  draft,
  ready,
  change,
  onLaunched,
}: {
  draft: LaunchDraft;
  ready: ReadyLaunch | null;
  change: (change: (draft: LaunchDraft) => LaunchDraft) => void;
  onLaunched: (token: Address) => void;
}): Deploy {
  const { address } = useWalletAccount();
  const client = useChainReader();
  const { chainId } = useRuntimeConfig();
  const { launchpad, answerForms } = deploymentOf(chainId).contracts;
  const { run, busy } = useTransaction();
  const pending = usePending();
  const [stage, setStage] = useState<DeployStage>({ kind: 'idle' });
  const [isRunning, setRunning] = useState(false);
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  const start = useCallback(async () => {
    if (ready === null || client === undefined || address === undefined) return;
    setRunning(true);
    setStage({ kind: 'running', item: 'store' });
    try {
      const manifest = await fetchManifest(ready.params.bundleURI);
      setStage({ kind: 'running', item: 'sign' });
      const block = await client.getBlock();
      change((now) => ({ ...now, sent: { account: address, chainId, fromBlock: String(block.number) } }));
      const result = await run(
        launchFlow({
          launchpad,
          answerForms,
          form: encodeForm(manifest),
          params: ready.params,
          firstBuyWei: ready.firstBuyWei,
          minTokensOut: economicsOf(draft)?.firstBuy?.tokensOut ?? 0n,
          deadlineSec: block.timestamp + DEADLINE_SEC,
        }),
      );
      if (!isMounted.current) return;
      const stop = stopOf(result);
      if (stop !== null) {
        change((now) => ({ ...now, sent: null }));
        setStage({ kind: 'failed', ...stop });
      } else if (result.kind === 'done') {
        setStage({ kind: 'done' });
        onLaunched(launchResultOf(result.receipt.logs, launchpad).token);
      }
    } catch (error) {
      if (isMounted.current) setStage({ kind: 'failed', item: 'store', reason: toAppError(error).message });
    } finally {
      if (isMounted.current) setRunning(false);
    }
  }, [ready, client, address, chainId, launchpad, answerForms, draft, change, run, onLaunched]);

  const { sent } = draft;
  const isSentHere = sent !== null && sent.chainId === chainId && !isRunning;
  const earlier = useQuery({
    queryKey: ['earlier-launch', chainId, sent?.account, sent?.fromBlock],
    enabled: isSentHere && ready !== null && client !== undefined,
    refetchInterval: 2_000,
    queryFn: async () =>
      client === undefined || ready === null || sent === null
        ? null
        : findLaunch({
            client,
            launchpad,
            creator: sent.account,
            fromBlock: BigInt(sent.fromBlock),
            params: ready.params,
          }),
  });
  const found = isSentHere ? (earlier.data ?? null) : null;
  useEffect(() => {
    if (found !== null) onLaunched(found);
  }, [found, onLaunched]);

  const isPending = pending.some((record) => record.key.includes(':launch:'));
  if (busy !== null) return { stage: { kind: 'running', item: ITEM_OF_BUSY[busy] ?? 'sign' }, busy, start };
  if (isSentHere && isPending) return { stage: { kind: 'running', item: 'chain' }, busy: BUSY.submitted, start };
  if (isSentHere && earlier.isPending && stage.kind === 'idle') {
    return { stage: { kind: 'running', item: 'chain' }, busy: 'Looking for your launch…', start };
  }
  return { stage, busy: isRunning ? BUSY.checking : null, start };
}
