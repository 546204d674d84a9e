import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseCid } from '../../lib/bundle/cid.ts';
import type { PinHealth } from '../../lib/schema/node-api.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { type Backoff, backoffMs, sleep } from '../retry.ts';
import { createLock } from '../store/lock.ts';
import type { PinnedBundle, PinTarget } from './target.ts';

/** Sends bundles to every target until each has them. Nothing waits for it. */
export type Pinner = {
  /** Queues a bundle for the targets that have not confirmed it yet. */
  push: (bundle: PinnedBundle) => void;
  health: () => PinHealth[];
  /** Resolves when everything queued is confirmed or the signal aborted. */
  settled: () => Promise<void>;
};

/** Waits between tries with one target: from seconds to an hour. */
export const PIN_BACKOFF: Backoff = { firstMs: 5_000, maxMs: 3_600_000 };

/** A pinner that remembers in `dir` what was confirmed, so that a restart asks only for the rest. */
export async function createPinner(options: {
  targets: readonly PinTarget[];
  dir: string;
  backoff: Backoff;
  signal: AbortSignal;
  logger: Logger;
  metrics: Metrics;
}): Promise<Pinner> {
  const { dir, backoff, signal, metrics } = options;
  const lanes = await Promise.all(options.targets.map((target) => openLane(target, dir)));
  const tasks = new Set<Promise<void>>();

  const show = ({ target, waiting }: Lane) =>
    metrics.set('openimo_pins_waiting', waiting.size, { target: target.name });

  const run = async (lane: Lane, bundle: PinnedBundle): Promise<void> => {
    const { target } = lane;
    const logger = options.logger.child({ target: target.name, cid: bundle.cid });
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await lane.lock(() => target.pin(bundle, signal));
        await writeFile(path.join(lane.dir, parseCid(bundle.cid)), '');
        lane.done.add(bundle.cid);
        lane.lastFailure = null;
        metrics.increase('openimo_pins_total', { target: target.name, outcome: 'pinned' });
        logger.info('bundle pinned');
        return;
      } catch (error) {
        if (signal.aborted) return;
        const waitMs = backoffMs(backoff, attempt);
        lane.lastFailure = error instanceof Error ? error.message : String(error);
        metrics.increase('openimo_pins_total', { target: target.name, outcome: 'failed' });
        logger.warn({ error, waitMs }, 'bundle not pinned: trying again later');
        await sleep(waitMs, signal);
      }
    }
  };

  return {
    push: (bundle) => {
      for (const lane of lanes) {
        if (lane.done.has(bundle.cid) || lane.waiting.has(bundle.cid)) continue;
        lane.waiting.add(bundle.cid);
        show(lane);
        const task = run(lane, bundle).finally(() => {
          lane.waiting.delete(bundle.cid);
          show(lane);
          tasks.delete(task);
        });
        tasks.add(task);
      }
    },
    health: () =>
      lanes.map(({ target, done, waiting, lastFailure }) => ({
        target: target.name,
        pinned: done.size,
        waiting: waiting.size,
        lastFailure,
      })),
    settled: async () => {
      while (tasks.size > 0) await Promise.all(tasks);
    },
  };
}

type Lane = {
  target: PinTarget;
  dir: string;
  /** One bundle at a time is sent to a target. */
  lock: ReturnType<typeof createLock>;
  done: Set<string>;
  waiting: Set<string>;
  lastFailure: string | null;
};

/** What one target has confirmed; another address of the same kind is another target. */
async function openLane(target: PinTarget, root: string): Promise<Lane> {
  const place = createHash('sha256').update(target.url).digest('hex').slice(0, 12);
  const dir = path.join(root, `${target.name}-${place}`);
  await mkdir(dir, { recursive: true });
  const done = new Set(await readdir(dir));
  return { target, dir, lock: createLock(), done, waiting: new Set(), lastFailure: null };
}
