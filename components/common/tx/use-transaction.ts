'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAccount, useConfig } from 'wagmi';
import { getWalletClient } from 'wagmi/actions';
import { AppError } from '@/lib/errors/app-error';
import { runFlow } from '@/lib/flows/run-flow';
import type { Flow, FlowEvent, FlowResult } from '@/lib/flows/types';
import { useChainReader } from '../data/use-chain-reader';
import { useRuntimeConfig } from '../runtime-config';
import { locateTransaction } from './chain-port';
import { useTransactionServices } from './transaction-provider';
import { toastEvent, toastResult } from './transaction-toast';

/** The label of a running transaction, by what it waits for. */
export const BUSY: Record<FlowEvent['kind'], string> = {
  checking: 'Checking…',
  confirm: 'Confirm in your wallet…',
  submitted: 'Waiting for the block…',
  indexing: 'Updating the page…',
};

/** `busy` is the main button's label while a flow of this component runs. */
export type UseTransaction = { run: (flow: Flow) => Promise<FlowResult>; busy: string | null };

let toastCount = 0;

const URGENT_POLL_MS = 200;

/**
 * Runs flows of lib/flows with one toast each: simulate, ask the wallet, wait for receipt and indexer, refresh what is
 * shown. Resolves with the result and never throws.
 */
export function useTransaction(): UseTransaction {
  const config = useConfig();
  const client = useChainReader();
  const account = useAccount();
  const services = useTransactionServices();
  const { chainId, explorerUrl } = useRuntimeConfig();
  const [busy, setBusy] = useState<string | null>(null);
  const current = useRef(account);
  const isMounted = useRef(true);
  useEffect(() => {
    current.current = account;
  }, [account]);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  const run = useCallback(
    async (flow: Flow): Promise<FlowResult> => {
      toastCount += 1;
      const subject = {
        id: `flow-${toastCount}`,
        title: flow.title,
        summary: flow.summary,
        done: flow.done,
        explorerUrl,
      };
      const { address } = current.current;
      const end = (result: FlowResult) => {
        if (isMounted.current) setBusy(null);
        toastResult(subject, result);
        return result;
      };
      if (client === undefined || address === undefined) {
        return end({
          kind: 'failed',
          hash: null,
          error: new AppError({ code: 'chain/wrong-network', message: 'Connect a wallet first, then try again.' }),
        });
      }
      setBusy(BUSY.checking);
      const result = await runFlow({
        flow,
        context: {
          account: address,
          chainId,
          call: async ({ to, data }) => (await client.call({ to, data, account: address })).data ?? '0x',
          hasCode: async (at) => {
            const code = await client.getCode({ address: at });
            // A 7702 delegation (0xef0100…) leaves the account's own key valid for permits.
            return code !== undefined && code !== '0x' && !code.startsWith('0xef0100');
          },
          signTypedData: async (data) =>
            (await getWalletClient(config, { account: address, chainId })).signTypedData({ ...data, account: address }),
          nowSec: () => Math.floor(Date.now() / 1000),
        },
        simulate: async (call, from) => {
          // Where a clock runs, the estimate before sending must do: it reverts for the same reasons.
          if (flow.isUrgent !== true) await client.call({ ...call, account: from });
        },
        send: async (call) => {
          // A trade before ours, or a new second, can make checkpoints dearer than in the block of the estimate.
          const gas = ((await client.estimateGas({ ...call, account: address })) * 13n) / 10n + 40_000n;
          const wallet = await getWalletClient(config, { account: address, chainId });
          return wallet.sendTransaction({ ...call, gas });
        },
        locate: async (hash, from) => {
          services.claim(hash);
          return locateTransaction(client, hash, from);
        },
        watch: (record) => services.watch(record, flow.isUrgent === true ? URGENT_POLL_MS : undefined),
        waitIndexed: services.waitIndexed,
        store: services.store,
        isCurrent: () => current.current.address === address && current.current.chainId === chainId,
        nowMs: Date.now,
        onEvent: (event) => {
          if (isMounted.current) setBusy(BUSY[event.kind]);
          toastEvent(subject, event);
        },
      });
      if (result.kind !== 'rejected' && result.kind !== 'duplicate') {
        const refreshed = services.refresh();
        if (flow.isUrgent !== true) await refreshed;
      }
      return end(result);
    },
    [client, config, chainId, explorerUrl, services],
  );
  return { run, busy };
}
