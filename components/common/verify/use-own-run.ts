'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Hex } from 'viem';
import type { LoadProgress } from '@/lib/bundle/bundle-store';
import { deploymentOf } from '@/lib/chain/deployment';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { fromHex, toHex } from '@/lib/engine/hex';
import { stepsOf } from '@/lib/engine/text';
import { AppError } from '@/lib/errors/app-error';
import { reasonOf } from '@/lib/errors/reason-of';
import { type EngineWorker, openEngineWorker } from '@/lib/verify/engine-worker';
import { loadModel } from '@/lib/verify/load-model';
import type { WorkerRun } from '@/lib/verify/run-protocol';
import { useChainReader } from '../data/use-chain-reader';
import { useRuntimeConfig } from '../runtime-config';

/** A run of the model in this browser. */
export type OwnRunState =
  | { kind: 'idle' }
  | { kind: 'loading'; progress: LoadProgress | null }
  | { kind: 'running'; step: number; ofSteps: number; output: Hex }
  | { kind: 'done'; output: Hex; traceRoot: Hex; steps: number; elapsedMs: number; head: WorkerRun['head'] }
  | { kind: 'failed'; reason: string };

/** `worker` has the run once `run` is `done`, and answers questions about it. */
export type OwnRunHandle = { run: OwnRunState; start: () => Promise<void>; worker: () => EngineWorker | null };

/** Fetches the model that the registry names, checks every byte against its hashes, and runs it on the request's input. */
export function useOwnRun(request: { modelId: bigint; input: Hex }): OwnRunHandle {
  const client = useChainReader();
  const { chainId } = useRuntimeConfig();
  const [run, setRun] = useState<OwnRunState>({ kind: 'idle' });
  const open = useRef<EngineWorker | null>(null);
  useEffect(
    () => () => {
      open.current?.close();
      open.current = null;
    },
    [],
  );
  const { modelId, input } = request;

  const start = useCallback(async () => {
    open.current?.close();
    const worker = openEngineWorker();
    open.current = worker;
    const set = (next: OwnRunState) => {
      if (open.current === worker) setRun(next);
    };
    set({ kind: 'loading', progress: null });
    try {
      if (client === undefined)
        throw new AppError({ code: 'chain/wrong-network', message: 'This chain is not configured.' });
      const address = deploymentOf(chainId).contracts.aiOracle;
      const model = await loadModel(
        await client.readContract({ address, abi: aiOracleAbi, functionName: 'model', args: [modelId] }),
        { onProgress: (progress) => set({ kind: 'loading', progress }) },
      );
      const bytes = fromHex(input);
      if (bytes === undefined) throw new AppError({ code: 'input/invalid', message: 'The input cannot be read.' });
      const { program, weights, parsed } = model;
      const ofSteps = stepsOf(parsed, bytes.length, parsed.maxOutput);
      const result = await worker.run({ program, weights, input: bytes }, ({ step, output }) =>
        set({ kind: 'running', step, ofSteps, output: toHex(output) }),
      );
      const { steps, elapsedMs, head } = result;
      set({
        kind: 'done',
        output: toHex(result.output),
        traceRoot: toHex(result.traceRoot),
        steps,
        elapsedMs,
        head,
      });
    } catch (error) {
      set({ kind: 'failed', reason: reasonOf(error) });
    }
  }, [client, chainId, modelId, input]);
  const worker = useCallback(() => open.current, []);
  return { run, start, worker };
}
