// What the tests of the HTTP interface share: a real server over a store in a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { NodeHealth } from '../../lib/schema/node-api.ts';
import { createMetrics } from '../metrics.ts';
import type { AddedBundle } from '../store/admit-bundle.ts';
import { createBundleSource } from '../store/bundle-source.ts';
import { type BundleStore, openBundleStore } from '../store/bundle-store.ts';
import { createApp } from './app.ts';
import type { StreamLimits } from './guard-stream.ts';
import { listen } from './listen.ts';
import { createRateLimit } from './rate-limit.ts';

/** A node's state as it is right after its start. */
export const HEALTH: NodeHealth = {
  status: 'ok',
  roles: 'operator',
  chainId: 31_337,
  headBlock: 1,
  headAgeSec: 0,
  operatorAddress: null,
  freeStakeWei: null,
  queueDepth: 0,
  lastAnsweredRequestId: null,
  lastAnsweredSec: null,
  keeperAddress: null,
  validatorAddress: null,
  validatorStakeWei: null,
  watchedModels: 0,
  checkDepth: 0,
  challengerGames: 0,
  asserterGames: 0,
  bundles: 0,
  storeBytes: 0,
  pins: [],
};

/** A server under test. */
export type Served = {
  url: string;
  port: number;
  dir: string;
  store: BundleStore;
  added: AddedBundle[];
  /** Moves the clock of the rate limit. */
  pass: (ms: number) => void;
  setHealth: (health: NodeHealth) => void;
  close: () => Promise<void>;
};

/** Starts a server; `burst` uploads are let through at once. */
export async function serveStore(options: {
  maxStoreBytes?: number;
  limits?: Partial<StreamLimits>;
  burst?: number;
}): Promise<Served> {
  const logger = pino({ level: 'silent' });
  const dir = await mkdtemp(path.join(tmpdir(), 'openimo-http-'));
  const store = await openBundleStore({ dir, maxBytes: options.maxStoreBytes ?? 1e9, nowMs: Date.now });
  let nowMs = 0;
  let health = HEALTH;
  const added: AddedBundle[] = [];
  const source = createBundleSource({ store, gateways: [], logger });
  const app = createApp({
    store,
    readBlock: source.readBlock,
    health: async () => health,
    metrics: createMetrics(),
    upload: {
      mayUpload: createRateLimit({ burst: options.burst ?? 100, everyMs: 1_000, nowMs: () => nowMs }),
      limits: { maxBytes: 1e8, idleMs: 15_000, minBytesPerSec: 0, graceMs: 0, ...options.limits },
      nowMs: Date.now,
      onAdded: (bundle) => added.push(bundle),
    },
    logger,
  });
  const server = await listen({ handler: app.fetch, host: '127.0.0.1', port: 0, logger });
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    dir,
    store,
    added,
    pass: (ms) => {
      nowMs += ms;
    },
    setHealth: (next) => {
      health = next;
    },
    close: async () => {
      await server.close();
      await rm(dir, { recursive: true });
    },
  };
}
