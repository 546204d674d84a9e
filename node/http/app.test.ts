import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cidOf } from '../../lib/bundle/cid.ts';
import { bundleAddedSchema, bundleListSchema, type NodeHealth } from '../../lib/schema/node-api.ts';
import { createMetrics } from '../metrics.ts';
import { type BundleStore, openBundleStore } from '../store/bundle-store.ts';
import { createApp, MAX_UPLOAD_BYTES } from './app.ts';
import { type HttpServer, listen } from './listen.ts';
import { createRateLimit } from './rate-limit.ts';

const BUNDLE = path.join(import.meta.dirname, '../../models/psalter/bundle');
const logger = pino({ level: 'silent' });
const HEALTH: NodeHealth = {
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
};

describe('node over HTTP', () => {
  let dir: string;
  let store: BundleStore;
  let server: HttpServer;
  let url: string;
  let health = HEALTH;
  let nowMs = 0;

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-http-'));
    store = await openBundleStore(dir);
    const mayUpload = createRateLimit({ burst: 3, everyMs: 1_000, nowMs: () => nowMs });
    const tools = { store, health: async () => health, metrics: createMetrics(), mayUpload, logger };
    const app = createApp({ ...tools, maxStoreBytes: 2 * MAX_UPLOAD_BYTES });
    server = await listen({ handler: app.fetch, host: '127.0.0.1', port: 0, logger });
    url = `http://127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    await server.close();
    await rm(dir, { recursive: true });
  });

  const formOf = async (change: (name: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null) => {
    const form = new FormData();
    for (const name of await readdir(BUNDLE)) {
      const bytes = change(name, Uint8Array.from(await readFile(path.join(BUNDLE, name))));
      if (bytes !== null) form.append('file', new Blob([bytes]), name);
    }
    return form;
  };
  const upload = (body: FormData) => fetch(`${url}/bundles`, { method: 'POST', body });

  it('takes a sound bundle, lists it, and serves its files as immutable downloads', async () => {
    const answer = await upload(await formOf((_, bytes) => bytes));
    expect(answer.status).toBe(201);
    const added = bundleAddedSchema.parse(await answer.json());
    const manifest = await readFile(path.join(BUNDLE, 'manifest.json'));
    expect(added.cid).toBe(cidOf(manifest));
    const list = bundleListSchema.parse(await (await fetch(`${url}/bundles`)).json());
    expect(list.bundles.map(({ cid }) => cid)).toEqual([added.cid]);
    const weights = await fetch(`${url}/ipfs/${added.manifest.weights.cid}`);
    expect(weights.headers.get('cache-control')).toContain('immutable');
    expect(weights.headers.get('x-content-type-options')).toBe('nosniff');
    expect(weights.headers.get('access-control-allow-origin')).toBe('*');
    expect(weights.headers.get('content-type')).toBe('application/octet-stream');
    expect(cidOf(new Uint8Array(await weights.arrayBuffer()))).toBe(added.manifest.weights.cid);
    const etag = weights.headers.get('etag') ?? '';
    const again = await fetch(`${url}/ipfs/${added.manifest.weights.cid}`, { headers: { 'If-None-Match': etag } });
    expect(again.status).toBe(304);
  });

  it('refuses a bundle with a changed weight, and one with a file missing', async () => {
    nowMs += 10_000;
    const changed = await upload(
      await formOf((name, bytes) => {
        if (name === 'weights.bin') bytes[0] = (bytes[0] ?? 0) ^ 1;
        return bytes;
      }),
    );
    expect(changed.status).toBe(400);
    expect(await changed.json()).toMatchObject({ code: 'input/invalid' });
    expect((await upload(await formOf((name, bytes) => (name === 'program.json' ? null : bytes)))).status).toBe(400);
    expect((await upload(new FormData())).status).toBe(400);
  });

  it('limits size and rate of uploads', async () => {
    const big = new FormData();
    big.append('file', new Blob([new Uint8Array(MAX_UPLOAD_BYTES)]), 'weights.bin');
    expect((await upload(big)).status).toBe(413);
    nowMs += 10_000;
    const small = async () => (await upload(new FormData())).status;
    expect([await small(), await small(), await small(), await small()]).toEqual([400, 400, 400, 429]);
  });

  it('refuses uploads when the store is full', async () => {
    nowMs += 10_000;
    const cid = await store.put(new Uint8Array(MAX_UPLOAD_BYTES + 1));
    expect((await upload(await formOf((_, bytes) => bytes))).status).toBe(507);
    await rm(path.join(dir, cid));
    expect((await upload(await formOf((_, bytes) => bytes))).status).toBe(201);
  });

  it('says what it cannot find and what is no CID', async () => {
    expect((await fetch(`${url}/ipfs/${cidOf(Uint8Array.of(9))}`)).status).toBe(404);
    expect((await fetch(`${url}/ipfs/..%2f..%2fetc%2fpasswd`)).status).toBe(400);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });

  it('reports health with a status code that tells', async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    health = { ...HEALTH, status: 'degraded' };
    expect((await fetch(`${url}/health`)).status).toBe(503);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^openimo_store_reads_bytes_total [1-9]\d*$/m);
  });
});
