import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cidOf } from '../../lib/bundle/cid.ts';
import { createBundleSource } from './bundle-source.ts';
import { type BundleStore, openBundleStore } from './bundle-store.ts';

const logger = pino({ level: 'silent' });
const bytes = new TextEncoder().encode('some weights');
const cid = cidOf(bytes);

describe('bundle store', () => {
  let dir: string;
  let store: BundleStore;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-store-'));
    store = await openBundleStore(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('gives back what was put, under its CID, and leaves no temporary files', async () => {
    expect(await store.put(bytes)).toBe(cid);
    expect(await store.put(bytes)).toBe(cid);
    expect(await store.get(cid)).toEqual(bytes);
    expect((await readdir(dir)).sort()).toEqual([cid, 'manifests'].sort());
  });

  it('says what it does not have', async () => {
    await expect(store.get(cid)).rejects.toMatchObject({ code: 'store/not-found' });
  });

  it('refuses every name that is no CID, so that no path can leave the folder', async () => {
    for (const name of ['../secret', '..', '', 'manifests', `${cid}/..`, cid.toUpperCase()]) {
      await expect(Promise.resolve().then(() => store.get(name))).rejects.toMatchObject({ code: 'input/invalid' });
    }
  });

  it('deletes a damaged file and says so; putting it again heals it', async () => {
    await store.put(bytes);
    await writeFile(path.join(dir, cid), 'other weights');
    await expect(store.get(cid)).rejects.toMatchObject({ code: 'store/corrupt' });
    expect(await store.has(cid)).toBe(false);
    await store.put(bytes);
    await writeFile(path.join(dir, cid), 'other weights');
    await store.put(bytes);
    expect(await store.get(cid)).toEqual(bytes);
  });

  it('fetches what is damaged from a gateway, and takes only the right bytes', async () => {
    await store.put(bytes);
    await writeFile(path.join(dir, cid), 'other weights');
    const asked: string[] = [];
    const fetchFile = async (url: string | URL | Request): Promise<Response> => {
      asked.push(String(url));
      return new Response(asked.length === 1 ? 'a lie' : bytes);
    };
    const gateways = ['http://liar.test', 'http://honest.test'];
    const source = createBundleSource({ store, gateways, logger, fetchFile });
    expect(await source.fetch(cid)).toEqual(bytes);
    expect(asked).toHaveLength(2);
    expect(await store.get(cid)).toEqual(bytes);
    const alone = createBundleSource({ store, gateways: [], logger });
    await expect(alone.fetch(cidOf(Uint8Array.of(1)))).rejects.toMatchObject({
      code: 'store/not-found',
      isRetryable: true,
    });
  });
});
