import { AppError } from '../errors/app-error.ts';
import type { RunRequest, WorkerJob, WorkerJobs, WorkerMessage, WorkerRequest, WorkerRun } from './run-protocol.ts';

export type Progress = { step: number; output: Uint8Array };

/** A Web Worker with the engine and the dispute's solver, so that the page stays alive. It remembers the last run. */
export type EngineWorker = {
  /** Runs a model. Rejects with AppError `engine/failed` and the engine's own sentence. */
  run: (request: RunRequest, onProgress: (progress: Progress) => void) => Promise<WorkerRun>;
  /** Asks something about the run before. Rejects as `run`. */
  ask: <K extends Exclude<WorkerJob, 'run'>>(job: K, ask: WorkerJobs[K]['ask']) => Promise<WorkerJobs[K]['answer']>;
  /** Ends the worker at once; whatever is under way rejects. */
  close: () => void;
};

type Waiting = {
  resolve: (answer: never) => void;
  reject: (error: AppError) => void;
  onProgress: (progress: Progress) => void;
};

/** Starts a worker. */
export function openEngineWorker(): EngineWorker {
  const worker = new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const failAll = (message: string) => {
    for (const { reject } of waiting.values()) reject(new AppError({ code: 'engine/failed', message }));
    waiting.clear();
  };
  worker.onerror = (event) => failAll(event.message === '' ? 'The engine could not be loaded.' : event.message);
  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    const job = waiting.get(data.id);
    if (job === undefined) return;
    if (data.kind === 'progress') return job.onProgress(data);
    waiting.delete(data.id);
    // The worker answers each job with the answer of that job: WorkerJobs.
    if (data.kind === 'done') job.resolve(data.answer as never);
    else job.reject(new AppError({ code: 'engine/failed', message: data.message }));
  };
  const send = <K extends WorkerJob>(
    job: K,
    ask: WorkerJobs[K]['ask'],
    onProgress: (progress: Progress) => void,
  ): Promise<WorkerJobs[K]['answer']> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject, onProgress });
      worker.postMessage({ id: lastId, job, ask } as WorkerRequest);
    });
  return {
    run: (request, onProgress) => send('run', request, onProgress),
    ask: (job, ask) => send(job, ask, () => undefined),
    close: () => {
      worker.terminate();
      failAll('The run was stopped.');
    },
  };
}
