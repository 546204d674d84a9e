'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Hex } from 'viem';
import { usePublicClient } from 'wagmi';
import type { RequestRow } from '@/lib/api/types';
import { fetchByCid } from '@/lib/bundle/bundle-store';
import { cidOfUri } from '@/lib/bundle/cid';
import { openBundle } from '@/lib/bundle/open-bundle';
import { deploymentOf } from '@/lib/chain/deployment';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { fromHex, toHex } from '@/lib/engine/hex';
import { AppError } from '@/lib/errors/app-error';
import { toAppError } from '@/lib/errors/decode';
import { runInWorker } from '@/lib/verify/run-in-worker';
import { useRuntimeConfig } from '../common/runtime-config';

/** A run of the model in this browser. */
export type OwnRun =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'running'; step: number; ofSteps: number; output: Hex }
  | { kind: 'done'; output: Hex; traceRoot: Hex; steps: number; elapsedMs: number }
  | { kind: 'failed'; reason: string };

function reasonOf(error: unknown): string {
  // BundleError and EngineError carry a sentence for people; anything else is decoded.
  return error instanceof Error && (error.name === 'BundleError' || error.name === 'EngineError')
    ? error.message
    : toAppError(error).message;
}

/** Fetches the model that the registry names, checks every byte against its hashes, and runs it on the request's input. */
export function useVerify(request: Pick<RequestRow, 'modelId' | 'input'>): { run: OwnRun; start: () => Promise<void> } {
  const client = usePublicClient();
  const { chainId } = useRuntimeConfig();
  const [run, setRun] = useState<OwnRun>({ kind: 'idle' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const { modelId, input } = request;

  const start = useCallback(async () => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const set = (next: OwnRun) => {
      if (!controller.signal.aborted) setRun(next);
    };
    set({ kind: 'loading' });
    try {
      if (client === undefined)
        throw new AppError({ code: 'chain/wrong-network', message: 'This chain is not configured.' });
      const address = deploymentOf(chainId).contracts.aiOracle;
      const registered = await client.readContract({
        address,
        abi: aiOracleAbi,
        functionName: 'model',
        args: [modelId],
      });
      const bundle = await openBundle({ cid: cidOfUri(registered.uri), read: (cid) => fetchByCid(cid) });
      const { manifest, weights } = bundle;
      if (manifest.program.hash !== registered.programHash || manifest.weights.hash !== registered.modelHash) {
        throw new AppError({
          code: 'store/corrupt',
          message: 'The bundle is not the model in the registry: its hashes differ.',
        });
      }
      const bytes = fromHex(input);
      if (bytes === undefined) throw new AppError({ code: 'input/invalid', message: 'The input cannot be read.' });
      const result = await runInWorker({
        program: await fetchByCid(manifest.program.cid),
        weights,
        input: bytes,
        signal: controller.signal,
        onProgress: ({ step, output }) =>
          set({ kind: 'running', step, ofSteps: bytes.length + manifest.output.maxBytes, output: toHex(output) }),
      });
      const { steps, elapsedMs } = result;
      set({ kind: 'done', output: toHex(result.output), traceRoot: toHex(result.traceRoot), steps, elapsedMs });
    } catch (error) {
      set({ kind: 'failed', reason: reasonOf(error) });
    }
  }, [client, chainId, modelId, input]);
  return { run, start };
}
