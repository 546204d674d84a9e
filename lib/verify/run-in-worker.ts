import { AppError } from '../errors/app-error.ts';
import type { RunMessage, RunRequest } from './run-protocol.ts';

/** A finished run. `elapsedMs` is the time in the engine. */
export type WorkerRun = { output: Uint8Array; traceRoot: Uint8Array; steps: number; elapsedMs: number };

export type RunInWorkerOptions = RunRequest & {
  onProgress: (progress: { step: number; output: Uint8Array }) => void;
  signal: AbortSignal;
};

/**
 * Runs a model in a Web Worker, so that the page stays alive. Aborting ends the worker at once.
 *
 * @throws AppError `engine/failed` with the engine's own sentence, or when the run was aborted
 */
export function runInWorker({ program, weights, input, onProgress, signal }: RunInWorkerOptions): Promise<WorkerRun> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
    const fail = (message: string) => {
      worker.terminate();
      reject(new AppError({ code: 'engine/failed', message }));
    };
    signal.addEventListener('abort', () => fail('The run was stopped.'), { once: true });
    worker.onerror = (event) => fail(event.message === '' ? 'The engine could not be loaded.' : event.message);
    worker.onmessage = ({ data }: MessageEvent<RunMessage>) => {
      switch (data.kind) {
        case 'progress':
          onProgress(data);
          return;
        case 'done':
          worker.terminate();
          resolve(data);
          return;
        case 'failed':
          fail(data.message);
          return;
        default:
          return data satisfies never;
      }
    };
    worker.postMessage({ program, weights, input } satisfies RunRequest);
  });
}
