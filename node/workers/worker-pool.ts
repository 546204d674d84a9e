import { Worker } from 'node:worker_threads';
import { EngineError, type EngineErrorCode } from '../../lib/engine/error.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';

/** Does jobs side by side, off the main thread. */
export type WorkerPool<Job, Result> = {
  /** Throws `AppError` `engine/failed`; its cause is the engine's own error where it was one. */
  run: (job: Job) => Promise<Result>;
  /** Jobs waiting or in progress. */
  load: () => number;
  /** Ends the threads; jobs in progress fail as retryable. */
  close: () => Promise<void>;
};

/** From the pool to a worker. */
export type WorkerRequest<Job> = { id: number; job: Job };

/** From a worker to the pool. `engineCode` says what the engine refused, where it was the engine. */
export type WorkerAnswer<Result> =
  | { id: number; kind: 'done'; result: Result }
  | { id: number; kind: 'failed'; message: string; isRetryable: boolean; engineCode: EngineErrorCode | null };

type Waiting<Job, Result> = { job: Job; resolve: (result: Result) => void; reject: (error: AppError) => void };

/** One thread and what it does. */
type Slot<Job, Result> = {
  worker: Worker;
  current: (Waiting<Job, Result> & { id: number; timer: NodeJS.Timeout }) | null;
};

/**
 * A pool of at most `size` threads that run the module `url`, started when needed. A job that takes longer than
 * `timeoutMs` fails and its thread is replaced: a program cannot be interrupted from inside.
 */
export function createWorkerPool<Job, Result>(options: {
  url: URL;
  size: number;
  timeoutMs: number;
  storeDir: string;
  logger: Logger;
}): WorkerPool<Job, Result> {
  const { url, size, timeoutMs, storeDir, logger } = options;
  const slots = new Set<Slot<Job, Result>>();
  const queue: Waiting<Job, Result>[] = [];
  let nextId = 1;
  let closed = false;

  const fail = (slot: Slot<Job, Result>, error: AppError): void => {
    slots.delete(slot);
    void slot.worker.terminate();
    if (slot.current !== null) {
      clearTimeout(slot.current.timer);
      slot.current.reject(error);
      slot.current = null;
    }
    fill();
  };

  const onAnswer = (slot: Slot<Job, Result>, answer: WorkerAnswer<Result>): void => {
    const { current } = slot;
    if (current === null || current.id !== answer.id) return;
    clearTimeout(current.timer);
    slot.current = null;
    switch (answer.kind) {
      case 'done':
        current.resolve(answer.result);
        break;
      case 'failed': {
        const { message, isRetryable, engineCode } = answer;
        const cause = engineCode === null ? undefined : new EngineError(engineCode, message);
        current.reject(new AppError({ code: 'engine/failed', message, cause, isRetryable }));
        break;
      }
      default:
        answer satisfies never;
    }
    fill();
  };

  const startSlot = (): Slot<Job, Result> => {
    const worker = new Worker(url, { workerData: { storeDir } });
    const slot: Slot<Job, Result> = { worker, current: null };
    worker.on('message', (answer: WorkerAnswer<Result>) => onAnswer(slot, answer));
    worker.on('error', (cause) => {
      logger.error({ error: cause }, 'worker thread failed');
      fail(slot, new AppError({ code: 'engine/failed', message: 'the worker thread failed', cause }));
    });
    slots.add(slot);
    return slot;
  };

  const give = (slot: Slot<Job, Result>, waiting: Waiting<Job, Result>): void => {
    const id = nextId++;
    const timer = setTimeout(() => {
      fail(slot, new AppError({ code: 'engine/failed', message: `the run took more than ${timeoutMs} ms` }));
    }, timeoutMs);
    slot.current = { ...waiting, id, timer };
    slot.worker.postMessage({ id, job: waiting.job } satisfies WorkerRequest<Job>);
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
