import { openEngineWorker, type Progress } from './engine-worker.ts';
import type { RunRequest, WorkerRun } from './run-protocol.ts';

export type RunInWorkerOptions = RunRequest & { onProgress: (progress: Progress) => void; signal: AbortSignal };

/**
 * Runs a model once in a Web Worker of its own. Aborting ends the worker at once.
 *
 * @throws AppError `engine/failed` with the engine's own sentence, or when the run was aborted
 */
export async function runInWorker({ onProgress, signal, ...request }: RunInWorkerOptions): Promise<WorkerRun> {
  const worker = openEngineWorker();
  signal.addEventListener('abort', worker.close, { once: true });
  try {
    return await worker.run(request, onProgress);
  } finally {
    worker.close();
  }
}
