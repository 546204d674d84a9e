import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFromBlocks } from '../../lib/bundle/block.ts';
import { writeCar } from '../../lib/bundle/car.ts';
import { cidOf } from '../../lib/bundle/cid.ts';
import { walkDag } from '../../lib/bundle/walk-dag.ts';
import { createBundleSource } from './bundle-source.ts';
import { type BundleStore, openBundleStore } from './bundle-store.ts';
import { carOf, tinyFiles } from './testing.ts';

const logger = pino({ level: 'silent' });

describe('bundle source', () => {
  let dir: string;
  let store: BundleStore;
  let blocks: ReadonlyMap<string, Uint8Array>;
  let cid: string;
  const servers: Server[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-source-'));
    store = await openBundleStore({ dir, maxBytes: 1e9, nowMs: Date.now });
    ({ cid, blocks } = await carOf(tinyFiles('One')));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    await rm(dir, { recursive: true });
  });

  /** A gateway over HTTP that answers as told; what it was asked for is kept. */
  const gateway = async (answer: (url: URL, respond: Parameters<RequestListener>[1]) => Promise<void>) => {
    const asked: string[] = [];
    const server = createServer((request, respond) => {
      const url = new URL(request.url ?? '/', 'http://gateway.test');
      asked.push(`${url.searchParams.get('format')} ${url.pathname.split('/').at(-1)}`);
      void answer(url, respond);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  };
  const refuse: Parameters<typeof gateway>[0] = async (_, respond) => {
    respond.writeHead(404).end();
  };
  /** Serves the blocks, each after `change`. */
  const serving =
    (change: (bytes: Uint8Array, name: string) => Uint8Array = (bytes) => bytes, hasCars = true) =>
    async (url: URL, respond: Parameters<RequestListener>[1]): Promise<void> => {
      const name = url.pathname.split('/').at(-1) ?? '';
      const found = blocks.get(name);
      const isCar = url.searchParams.get('format') === 'car';
      if (found === undefined || (isCar && !hasCars)) return refuse(url, respond);
      if (!isCar) {
        respond.end(change(found, name));
        return;
      }
      async function* changed() {
        for await (const one of walkDag({ cid: name, read: readFromBlocks(blocks) }))
          yield { cid: one.cid, bytes: change(one.bytes, one.cid) };
      }
      for await (const part of writeCar(name, changed())) respond.write(part);
      respond.end();
    };
  const sourceOf = (...gateways: { url: string }[]) =>
    createBundleSource({ store, gateways: gateways.map(({ url }) => url), logger });

  it('fetches a bundle as one CAR, once, and finds it in the store from then on', async () => {
    const good = await gateway(serving());
    const source = sourceOf(good);
    const both = await Promise.all([source.ensureBundle(cid), source.ensureBundle(cid)]);
    expect(both.map(({ name }) => name)).toEqual(['One', 'One']);
    await source.ensureBundle(cid);
    expect(good.asked).toEqual([`car ${cid}`]);
    expect(store.bundles()).toMatchObject([{ cid, origin: 'gateway', isUsed: true }]);
  });

  it('fetches block by block where there are no CARs', async () => {
    const plain = await gateway(serving(undefined, false));
    await sourceOf(plain).ensureBundle(cid);
    expect(plain.asked[0]).toBe(`car ${cid}`);
    expect(plain.asked.slice(1)).toEqual([...new Set(plain.asked.slice(1))]);
    expect(plain.asked).toHaveLength(1 + blocks.size);
  });

  it('takes nothing from gateways that lie, break off or have nothing, and asks the next one', async () => {
    const weights = cidOf(tinyFiles('One').get('weights.bin') ?? new Uint8Array());
    const liar = await gateway(serving((bytes, name) => (name === weights ? bytes.with(3, 250) : bytes)));
    const cutter = await gateway(async (_, respond) => {
      respond.writeHead(200, { 'content-length': '900000' });
      respond.write('half a');
      respond.destroy();
    });
    const empty = await gateway(refuse);
    await expect(sourceOf(liar, cutter, empty).ensureBundle(cid)).rejects.toMatchObject({
      code: 'store/not-found',
      isRetryable: true,
    });
    expect([store.bundles().length, store.sizeBytes()]).toEqual([0, 0]);
    const good = await gateway(serving());
    expect((await sourceOf(liar, cutter, empty, good).ensureBundle(cid)).name).toBe('One');
  });

  it('says for good that a bundle is unsound, when all its blocks are right', async () => {
    const files = tinyFiles('Two');
    ({ cid, blocks } = await carOf(new Map([...files, ['manifest.json', Uint8Array.of(123)]])));
    const first = await gateway(serving());
    const second = await gateway(serving());
    await expect(sourceOf(first, second).ensureBundle(cid)).rejects.toMatchObject({
      code: 'input/invalid',
      isRetryable: false,
    });
    expect(second.asked).toEqual([]);
  });

  it('drops a damaged block and fetches it again, and only it', async () => {
    const good = await gateway(serving());
    await sourceOf(good).ensureBundle(cid);
    good.asked.length = 0;
    const weights = cidOf(tinyFiles('One').get('weights.bin') ?? new Uint8Array());
    const file = path.join(store.blocks.dir, weights.slice(-2), weights);
    await writeFile(file, 'rotten');
    const source = sourceOf(good);
    await source.ensureBundle(cid);
    expect(good.asked).toEqual([`raw ${weights}`]);
    await writeFile(file, 'rotten again');
    expect(cidOf(await source.readBlock(weights))).toBe(weights);
    await rm(file);
    await source.ensureBundle(cid);
    expect(cidOf(await store.blocks.get(weights))).toBe(weights);
    // For strangers nothing is fetched that the store never had.
    good.asked.length = 0;
    await expect(source.readBlock(cidOf(Uint8Array.of(9)))).rejects.toMatchObject({ code: 'store/not-found' });
    expect(good.asked).toEqual([]);
  });
});
