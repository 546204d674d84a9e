import type { Logger } from '../logger.ts';
import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts';
import type { GameAnswer, GameJob } from './protocol.ts';

/** Finds moves side by side, off the main thread and apart from the runs of requests: a clock runs. */
export type GamePool = WorkerPool<GameJob, GameAnswer>;

const WORKER_URL = new URL('./worker.ts', import.meta.url);

/** A pool of at most `size` threads that find moves. */
export function createGamePool(options: {
  size: number;
  timeoutMs: number;
  storeDir: string;
  logger: Logger;
}): GamePool {
  return createWorkerPool({ url: WORKER_URL, ...options });
}
