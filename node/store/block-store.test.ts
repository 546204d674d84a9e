import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cidOf } from '../../lib/bundle/cid.ts';
import { type BlockStore, openBlockStore } from './block-store.ts';

const bytes = new TextEncoder().encode('some weights');
const cid = cidOf(bytes);

describe('block store', () => {
  let dir: string;
  let blocks: BlockStore;
  const fileOf = (one: string) => path.join(dir, one.slice(-2), one);
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-blocks-'));
    blocks = openBlockStore(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('gives back what was put, and leaves no temporary files', async () => {
    await Promise.all([blocks.put({ cid, bytes }), blocks.put({ cid, bytes })]);
    expect(await blocks.get(cid)).toEqual(bytes);
    expect(await readdir(path.join(dir, cid.slice(-2)))).toEqual([cid]);
    const listed: string[] = [];
    for await (const one of blocks.list()) listed.push(one);
    expect(listed).toEqual([cid]);
  });

  it('says what it does not have', async () => {
    await expect(blocks.get(cid)).rejects.toMatchObject({ code: 'store/not-found' });
    expect(await blocks.has(cid)).toBe(false);
  });

  it('refuses every name that is no CID, so that no path can leave the folder', async () => {
    for (const name of ['../secret', '..', '', 'bundles', `${cid}/..`, cid.toUpperCase()]) {
      await expect(Promise.resolve().then(() => blocks.get(name))).rejects.toMatchObject({ code: 'input/invalid' });
    }
  });

  it('deletes a damaged block and says so; putting it again heals it', async () => {
    await blocks.put({ cid, bytes });
    await writeFile(fileOf(cid), 'other weights');
    await expect(blocks.get(cid)).rejects.toMatchObject({ code: 'store/corrupt' });
    expect(await blocks.has(cid)).toBe(false);
    await blocks.put({ cid, bytes });
    await writeFile(fileOf(cid), 'other weights');
    await blocks.put({ cid, bytes });
    expect(await blocks.get(cid)).toEqual(bytes);
  });

  it('forgets what a crash left half-written', async () => {
    await blocks.put({ cid, bytes });
    await writeFile(`${fileOf(cid)}.1234.tmp`, 'half');
    await blocks.tidy();
    expect(await readdir(path.join(dir, cid.slice(-2)))).toEqual([cid]);
  });
});
