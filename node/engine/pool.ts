import type { Logger } from '../logger.ts';
import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts';
import type { EngineJob, EngineResult } from './protocol.ts';

/** Runs models side by side, off the main thread. */
export type EnginePool = WorkerPool<EngineJob, EngineResult>;

const WORKER_URL = new URL('./worker.ts', import.meta.url);

/** A pool of at most `size` threads that run models. */
export function createEnginePool(options: {
  size: number;
  timeoutMs: number;
  storeDir: string;
  logger: Logger;
}): EnginePool {
  return createWorkerPool({ url: WORKER_URL, ...options });
}
