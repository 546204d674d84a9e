import { parentPort, workerData } from 'node:worker_threads';
import { type Bundle, openBundle } from '../../lib/bundle/open-bundle.ts';
import { EngineError } from '../../lib/engine/error.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { type BlockStore, openBlockStore } from '../store/block-store.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-pool.ts';

/** What every job names: a bundle whose blocks are in the store, and the hashes that the registry commits to. */
export type ModelJob = { cid: string; modelHash: string; programHash: string };

/** Opened bundles kept for the next job, least recently used first. */
const KEPT_BUNDLES = 3;

/** Answers the jobs that a pool sends to this thread: opens the model of each, checked, and hands it to `answer`. */
export async function serveJobs<Job extends ModelJob, Result>(
  answer: (bundle: Bundle, job: Job) => Result | Promise<Result>,
): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  // What the pool gave to the constructor of this thread.
  const { storeDir } = workerData as { storeDir: string };
  const store = openBlockStore(storeDir);
  const opened = new Map<string, Bundle>();
  port.on('message', async ({ id, job }: WorkerRequest<Job>) => {
    const reply = await openModel(store, opened, job)
      .then((bundle) => answer(bundle, job))
      .then(
        (result): WorkerAnswer<Result> => ({ id, kind: 'done', result }),
        (error: unknown): WorkerAnswer<Result> => ({
          id,
          kind: 'failed',
          message: error instanceof Error ? error.message : String(error),
          isRetryable: error instanceof Error && 'isRetryable' in error && error.isRetryable === true,
          engineCode: error instanceof EngineError ? error.code : null,
        }),
      );
    port.postMessage(reply);
  });
}

async function openModel(store: BlockStore, opened: Map<string, Bundle>, job: ModelJob): Promise<Bundle> {
  const bundle = opened.get(job.cid) ?? (await openBundle({ cid: job.cid, read: store.get }));
  opened.delete(job.cid);
  opened.set(job.cid, bundle);
  for (const oldest of opened.keys()) {
    if (opened.size <= KEPT_BUNDLES) break;
    opened.delete(oldest);
  }
  const { manifest } = bundle;
  if (manifest.weights.hash !== job.modelHash || manifest.program.hash !== job.programHash) {
    throw new AppError({ code: 'engine/failed', message: 'the bundle is not the model that was registered' });
  }
  return bundle;
}
