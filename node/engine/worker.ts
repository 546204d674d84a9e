import { parentPort, workerData } from 'node:worker_threads';
import { type Bundle, openBundle } from '../../lib/bundle/open-bundle.ts';
import { run } from '../../lib/engine/run.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { type BundleStore, openBundleStore } from '../store/bundle-store.ts';
import type { EngineJob, EngineResult, WorkerAnswer, WorkerRequest } from './protocol.ts';

/** Opened bundles kept for the next request, least recently used first. */
const KEPT_BUNDLES = 3;

const opened = new Map<string, Bundle>();

async function bundleOf(store: BundleStore, cid: string): Promise<Bundle> {
  const bundle = opened.get(cid) ?? (await openBundle({ cid, read: store.get }));
  opened.delete(cid);
  opened.set(cid, bundle);
  for (const oldest of opened.keys()) {
    if (opened.size <= KEPT_BUNDLES) break;
    opened.delete(oldest);
  }
  return bundle;
}

async function answer(store: BundleStore, job: EngineJob): Promise<EngineResult> {
  const { manifest, program, weights } = await bundleOf(store, job.cid);
  if (manifest.weights.hash !== job.modelHash || manifest.program.hash !== job.programHash) {
    throw new AppError({ code: 'engine/failed', message: 'the bundle is not the model that was registered' });
  }
  const startMs = performance.now();
  const { output, traceRoot, steps } = run({ program, weights, input: job.input });
  return { output, traceRoot, steps, runMs: performance.now() - startMs };
}

async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const { storeDir } = workerData as { storeDir: string };
  const store = await openBundleStore(storeDir);
  port.on('message', async ({ id, job }: WorkerRequest) => {
    const reply = await answer(store, job).then(
      (result): WorkerAnswer => ({ id, kind: 'done', result }),
      (error: unknown): WorkerAnswer => ({
        id,
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
        isRetryable: error instanceof Error && 'isRetryable' in error && error.isRetryable === true,
      }),
    );
    port.postMessage(reply);
  });
}

if (parentPort !== null) await main(parentPort);
