import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../lib/errors/app-error.ts';

/** How long to wait between tries: `firstMs`, doubled each time, at most `maxMs`. */
export type Backoff = { firstMs: number; maxMs: number };

/** The wait before try number `attempt` + 1 (`attempt` counts from 0). */
export function backoffMs({ firstMs, maxMs }: Backoff, attempt: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
}

/** Waits, or returns at once when the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Whether trying again can help: our own errors say so, a foreign error cannot. */
export function isRetryable(error: unknown): boolean {
  return error instanceof AppError && error.isRetryable;
}

/**
 * Runs `task` until it succeeds, fails for good, or `signal` aborts.
 *
 * @throws the last error when it is not retryable or the signal aborted
 */
export async function retry<T>(
  task: () => Promise<T>,
  options: { backoff: Backoff; signal: AbortSignal; onRetry?: (error: unknown, waitMs: number) => void },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (options.signal.aborted || !isRetryable(error)) throw error;
      const waitMs = backoffMs(options.backoff, attempt);
      options.onRetry?.(error, waitMs);
      await sleep(waitMs, options.signal);
      if (options.signal.aborted) throw error;
    }
  }
}
