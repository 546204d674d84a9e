import { Worker } from 'node:worker_threads';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import type { EngineJob, EngineResult, RunModel, WorkerAnswer, WorkerRequest } from './protocol.ts';

/** Runs models side by side, off the main thread. */
export type EnginePool = {
  run: RunModel;
  /** Runs waiting or in progress. */
  load: () => number;
  /** Ends the threads; runs in progress fail as retryable. */
  close: () => Promise<void>;
};

type Waiting = { job: EngineJob; resolve: (result: EngineResult) => void; reject: (error: AppError) => void };

/** One thread and what it does. */
type Slot = { worker: Worker; current: (Waiting & { id: number; timer: NodeJS.Timeout }) | null };

const WORKER_URL = new URL('./worker.ts', import.meta.url);

/**
 * A pool of at most `size` threads, started when needed. A run that takes longer than `timeoutMs` fails and its thread is
 * replaced: a program cannot be interrupted from inside.
 */
export function createEnginePool(options: {
  size: number;
  timeoutMs: number;
  storeDir: string;
  logger: Logger;
}): EnginePool {
  const { size, timeoutMs, storeDir, logger } = options;
  const slots = new Set<Slot>();
  const queue: Waiting[] = [];
  let nextId = 1;
  let closed = false;

  const fail = (slot: Slot, error: AppError): void => {
    slots.delete(slot);
    void slot.worker.terminate();
    if (slot.current !== null) {
      clearTimeout(slot.current.timer);
      slot.current.reject(error);
      slot.current = null;
    }
    fill();
  };

  const onAnswer = (slot: Slot, answer: WorkerAnswer): void => {
    const { current } = slot;
    if (current === null || current.id !== answer.id) return;
    clearTimeout(current.timer);
    slot.current = null;
    switch (answer.kind) {
      case 'done':
        current.resolve(answer.result);
        break;
      case 'failed': {
        const { message, isRetryable } = answer;
        current.reject(new AppError({ code: 'engine/failed', message, isRetryable }));
        break;
      }
      default:
        answer satisfies never;
    }
    fill();
  };

  const startSlot = (): Slot => {
    const worker = new Worker(WORKER_URL, { workerData: { storeDir } });
    const slot: Slot = { worker, current: null };
    worker.on('message', (answer: WorkerAnswer) => onAnswer(slot, answer));
    worker.on('error', (cause) => {
      logger.error({ error: cause }, 'engine thread failed');
      fail(slot, new AppError({ code: 'engine/failed', message: 'the engine thread failed', cause }));
    });
    slots.add(slot);
    return slot;
  };

  const give = (slot: Slot, waiting: Waiting): void => {
    const id = nextId++;
    const timer = setTimeout(() => {
      fail(slot, new AppError({ code: 'engine/failed', message: `the run took more than ${timeoutMs} ms` }));
    }, timeoutMs);
    slot.current = { ...waiting, id, timer };
    slot.worker.postMessage({ id, job: waiting.job } satisfies WorkerRequest);
  };

  const fill = (): void => {
    while (!closed && queue.length > 0) {
      const free = [...slots].find((slot) => slot.current === null) ?? (slots.size < size ? startSlot() : null);
      if (free === null) return;
      const waiting = queue.shift();
      if (waiting !== undefined) give(free, waiting);
    }
  };

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new AppError({ code: 'engine/failed', message: 'stopping', isRetryable: true }));
          return;
        }
        queue.push({ job, resolve, reject });
        fill();
      }),
    load: () => queue.length + [...slots].filter((slot) => slot.current !== null).length,
    close: async () => {
      closed = true;
      const stopping = new AppError({ code: 'engine/failed', message: 'stopping', isRetryable: true });
      for (const waiting of queue.splice(0)) waiting.reject(stopping);
      await Promise.all(
        [...slots].map((slot) => {
          if (slot.current !== null) {
            clearTimeout(slot.current.timer);
            slot.current.reject(stopping);
            slot.current = null;
          }
          return slot.worker.terminate();
        }),
      );
      slots.clear();
    },
  };
}
