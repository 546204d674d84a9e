import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import { addFiles, receiveBundle } from './admit-bundle.ts';
import { IDLE_MS } from './bundle-record.ts';
import { type BundleStore, openBundleStore } from './bundle-store.ts';
import { carOf, tinyFiles } from './testing.ts';

/** A card of about this many bytes makes a bundle as large as a test wants it. */
const cardOf = (bytes: number, letter: string) => letter.repeat(bytes);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('bundle store', () => {
  let dir: string;
  let store: BundleStore;
  let nowMs = 0;
  const open = (maxBytes = 1e9) => openBundleStore({ dir, maxBytes, nowMs: () => nowMs });
  const count = async () => {
    let blocks = 0;
    for await (const _ of store.blocks.list()) blocks++;
    return blocks;
  };
  beforeEach(async () => {
    nowMs = 0;
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-store-'));
    store = await open();
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('keeps a received bundle, also over a restart', async () => {
    const { cid, car, blocks } = await carOf(tinyFiles('One'));
    const added = await receiveBundle(store, once(car), { origin: 'upload' });
    expect(added).toMatchObject({ cid, manifest: { name: 'One' } });
    const again = await open();
    expect(again.bundles()).toMatchObject([{ cid, origin: 'upload', isUsed: false }]);
    expect((await openBundle({ cid, read: again.blocks.get })).manifest.name).toBe('One');
    expect(await count()).toBe(blocks.size);
    expect(again.sizeBytes()).toBe([...blocks.values()].reduce((sum, block) => sum + block.length, 0));
    expect(await readdir(path.join(dir, 'staging')).catch(() => [])).toEqual([]);
  });

  it('keeps nothing of a bundle that is unsound, broken off or not the one that was wanted', async () => {
    const { car } = await carOf(tinyFiles('One'));
    const files = tinyFiles('Two');
    const weights = files.get('weights.bin') ?? new Uint8Array();
    const unsound = await carOf(new Map([...files, ['weights.bin', weights.with(0, 77)]]));
    const foreign = await carOf(new Map([...files, ['run-me.sh', Uint8Array.of(1)]]));
    const cases = [
      [unsound.car, {}, 'modelHash'],
      [foreign.car, {}, 'No bundle has a file run-me.sh'],
      [car.slice(0, car.length - 9), {}, 'cut off'],
      [car, { root: unsound.cid }, 'no block before it names'],
    ] as const;
    for (const [bytes, root, message] of cases) {
      const receiving = receiveBundle(store, once(bytes), { origin: 'upload', ...root });
      await expect(receiving).rejects.toMatchObject({
        code: 'input/invalid',
        message: expect.stringContaining(message),
      });
    }
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield car.slice(0, 3_000);
      throw new Error('connection reset');
    }
    await expect(receiveBundle(store, breaking(), { origin: 'upload' })).rejects.toThrow();
    expect(store.bundles()).toEqual([]);
    expect([await count(), store.sizeBytes()]).toEqual([0, 0]);
    expect(await readdir(path.join(dir, 'staging'))).toEqual([]);
  });

  it('takes the same bundle from several at once', async () => {
    const { cid, car } = await carOf(tinyFiles('One'));
    const all = await Promise.all(
      Array.from({ length: 5 }, () => receiveBundle(store, once(car), { origin: 'upload' })),
    );
    expect(all.map((one) => one.cid)).toEqual(Array(5).fill(cid));
    expect(store.bundles()).toHaveLength(1);
    expect((await openBundle({ cid, read: store.blocks.get })).manifest.name).toBe('One');
    expect(store.sizeBytes()).toBe((await open()).sizeBytes());
  });

  it('forgets at its start what an earlier process left unfinished', async () => {
    const { cid, bytes } = { cid: 'leftover', bytes: Uint8Array.of(1, 2, 3) };
    const staging = await store.stage();
    const { cidOf } = await import('../../lib/bundle/cid.ts');
    await staging.put({ cid: cidOf(bytes), bytes });
    await store.blocks.put({ cid: cidOf(bytes), bytes });
    await writeFile(path.join(dir, 'bundles', `${cid}.json.tmp`), 'half');
    store = await open();
    expect([await count(), store.sizeBytes(), store.bundles().length]).toEqual([0, 0, 0]);
    expect(await readdir(path.join(dir, 'bundles'))).toEqual([]);
  });

  it('makes room by what nobody used for a day, and never by its own models or the only copy of a launched one', async () => {
    store = await open(700_000);
    const add = async (name: string, origin: 'models' | 'upload' | 'gateway') => {
      nowMs += 1_000;
      return (await addFiles(store, tinyFiles(name, cardOf(150_000, name)), origin)).cid;
    };
    const own = await add('a', 'models');
    const launched = await add('b', 'upload');
    const idle = await add('c', 'upload');
    const fetched = await add('d', 'gateway');
    await store.use(launched);
    await store.use(fetched);
    // All were used within the day.
    await expect(add('e', 'upload')).rejects.toMatchObject({ code: 'store/full' });
    nowMs += IDLE_MS;
    const fresh = await add('f', 'upload');
    expect(store.bundles().map(({ cid }) => cid)).toEqual([own, launched, fetched, fresh]);
    const after = await add('g', 'upload');
    expect(store.bundles().map(({ cid }) => cid)).toEqual([own, launched, fresh, after]);
    await expect(add('h', 'upload')).rejects.toMatchObject({ code: 'store/full' });
    // What went took its blocks with it, and what stayed is whole, though they share the weights.
    for (const { cid } of store.bundles()) await openBundle({ cid, read: store.blocks.get });
    await expect(openBundle({ cid: idle, read: store.blocks.get })).rejects.toMatchObject({ code: 'store/not-found' });
    expect(store.sizeBytes()).toBeLessThanOrEqual(700_000);
  });
});
