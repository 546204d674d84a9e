'use client';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { indexerStatus } from '@/lib/api/indexer-status';
import { AppError } from '@/lib/errors/app-error';
import { createPendingStore, type PendingStore } from '@/lib/flows/pending-store';
import type { PendingRecord, TransactionOutcome } from '@/lib/flows/types';
import { waitIndexed } from '@/lib/flows/wait-indexed';
import { watchTransaction } from '@/lib/flows/watch-transaction';
import { useApi } from '../data/use-api';
import { useChainReader } from '../data/use-chain-reader';
import { useRuntimeConfig } from '../runtime-config';
import { chainPort } from './chain-port';
import { toastEvent, toastResult } from './transaction-toast';

const NONE: readonly PendingRecord[] = [];
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What runs and resumes transactions shares. */
export type TransactionServices = {
  store: PendingStore;
  /** Marks a transaction as watched by a running flow, so that it is not resumed beside it. */
  claim: (hash: string) => void;
  watch: (record: PendingRecord, pollMs?: number) => Promise<TransactionOutcome | null>;
  waitIndexed: (blockNumber: bigint) => Promise<boolean>;
  refresh: () => Promise<void>;
};

const Context = createContext<TransactionServices | null>(null);

const emptyStorage = { getItem: () => null, setItem: () => undefined };

let shared: PendingStore | null = null;
function pendingStore(): PendingStore {
  if (typeof window === 'undefined') return createPendingStore(emptyStorage);
  shared ??= createPendingStore(window.localStorage);
  return shared;
}

/** Keeps pending transactions: watches those of an earlier visit, and gives `useTransaction` what it needs. */
export function TransactionProvider({ children }: { children: ReactNode }) {
  const client = useChainReader();
  const api = useApi();
  const queries = useQueryClient();
  const { chainId, explorerUrl } = useRuntimeConfig();
  const watched = useRef(new Set<string>());
  const store = useMemo(pendingStore, []);

  const services = useMemo<TransactionServices>(() => {
    const port = client === undefined ? null : chainPort(client);
    return {
      store,
      claim: (hash) => watched.current.add(hash),
      watch: async (record, pollMs) => {
        if (port === null)
          throw new AppError({ code: 'chain/wrong-network', message: 'This chain is not configured.' });
        const isStopped = () => false;
        return watchTransaction({ port, record, sleep, nowMs: Date.now, isStopped, ...(pollMs && { pollMs }) });
      },
      waitIndexed: (blockNumber) =>
        waitIndexed({
          indexedBlock: async () => (await indexerStatus(api)).blockNumber,
          blockNumber,
          sleep,
          nowMs: Date.now,
        }),
      refresh: () => queries.invalidateQueries(),
    };
  }, [client, api, queries, store]);

  const resume = useCallback(
    async (record: PendingRecord) => {
      const subject = { id: record.hash, title: record.title, summary: record.summary, done: record.done, explorerUrl };
      toastEvent(subject, {
        kind: 'submitted',
        hash: record.hash,
        index: 0,
        count: 1,
        step: { id: 'resumed', label: record.title, prepare: async () => null },
      });
      const outcome = await services.watch(record);
      store.remove(record.hash);
      if (outcome === null) return;
      if (outcome.kind === 'confirmed') {
        toastEvent(subject, { kind: 'indexing', hash: outcome.hash });
        const isIndexed = await services.waitIndexed(outcome.receipt.blockNumber);
        await services.refresh();
        toastResult(subject, { kind: 'done', hash: outcome.hash, receipt: outcome.receipt, isIndexed });
        return;
      }
      if (outcome.kind === 'replaced' || outcome.kind === 'cancelled') return toastResult(subject, outcome);
      const message =
        outcome.kind === 'reverted'
          ? 'It failed on chain; only the network fee was spent. Try again.'
          : 'The network forgot this transaction. Nothing was spent; try again.';
      toastResult(subject, {
        kind: 'failed',
        hash: record.hash,
        error: new AppError({ code: 'chain/reverted', message }),
      });
    },
    [services, store, explorerUrl],
  );

  useEffect(() => {
    for (const record of store.getSnapshot()) {
      if (record.chainId !== chainId || watched.current.has(record.hash)) continue;
      watched.current.add(record.hash);
      void resume(record);
    }
    const onStorage = () => store.reload();
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [store, chainId, resume]);

  return <Context.Provider value={services}>{children}</Context.Provider>;
}

export function useTransactionServices(): TransactionServices {
  const services = useContext(Context);
  if (services === null) throw new AppError({ code: 'internal', message: 'The page cannot send transactions.' });
  return services;
}

/** Pending transactions of this browser on this chain. */
export function usePending(): readonly PendingRecord[] {
  const { store } = useTransactionServices();
  const { chainId } = useRuntimeConfig();
  const records = useSyncExternalStore(store.subscribe, store.getSnapshot, () => NONE);
  return useMemo(() => records.filter((record) => record.chainId === chainId), [records, chainId]);
}
