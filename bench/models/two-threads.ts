import { Worker } from 'node:worker_threads';
import type { RunInput } from '../../lib/engine/run.ts';

/** The programs' text, not parsed: it has to travel to a thread. */
export type ThreadJob = { program: Uint8Array; weights: Uint8Array; input: Uint8Array; runs: number };

/**
 * Milliseconds for one inference while two threads answer requests side by side, as the node does: half of what each needs. One inference is
 * never split.
 */
export async function twoThreadsMs(
  program: Uint8Array,
  request: RunInput,
  turnMs: number,
  onceMs: number,
): Promise<number> {
  const runs = Math.max(1, Math.round(turnMs / onceMs));
  const job: ThreadJob = { program, weights: request.weights, input: request.input, runs };
  const times = await Promise.all([timed(job), timed(job)]);
  return Math.max(...times) / (2 * runs);
}

function timed(workerData: ThreadJob): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
