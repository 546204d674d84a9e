import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readFromBlocks } from '../bundle/block.ts';
import { writeCar } from '../bundle/car.ts';
import { cidOf, uriOf } from '../bundle/cid.ts';
import { importFiles } from '../bundle/import-files.ts';
import { parseManifest } from '../bundle/manifest.ts';
import { walkDag } from '../bundle/walk-dag.ts';
import { encodeProgram, tinyProgram } from '../engine/testing/tiny.ts';
import { readBundleFolder } from '../server/bundle-folder.ts';
import { checkProgram, loadModel, type RegisteredModel } from './load-model.ts';

const DIR = fileURLToPath(new URL('../../models/psalter/bundle/', import.meta.url));
const OTHER = `0x${'ab'.repeat(32)}` as const;

let files: Map<string, Uint8Array>;
let registered: RegisteredModel;
const file = (name: string) => files.get(name) ?? new Uint8Array();

beforeAll(async () => {
  files = await readBundleFolder(DIR);
  const manifest = parseManifest(file('manifest.json'));
  registered = {
    uri: uriOf((await importFiles(files)).cid),
    programHash: manifest.program.hash,
    modelHash: manifest.weights.hash,
  };
});

type Served = { change?: (cid: string, bytes: Uint8Array) => Uint8Array | null; missing?: number };

/** The gateway of the site with the blocks of a bundle, as it comes or changed on the way. */
async function serve(
  bundle: ReadonlyMap<string, Uint8Array>,
  { change, missing = 404 }: Served = {},
): Promise<string[]> {
  const { blocks } = await importFiles(bundle);
  const asked: string[] = [];
  const given = (cid: string): Uint8Array | null => {
    const bytes = blocks.get(cid);
    return bytes === undefined ? null : change === undefined ? bytes : change(cid, bytes);
  };
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const [, cid = '', format] = /^\/api\/ipfs\/(\w+)\?format=(raw|car)$/.exec(url) ?? [];
    const bytes = given(cid);
    if (bytes === null) return new Response('{}', { status: missing });
    if (format === 'raw') return new Response(new Uint8Array(bytes));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    async function* sent() {
      for await (const block of walkDag({ cid, read: readFromBlocks(blocks) })) {
        const changed = given(block.cid);
        if (changed !== null) yield { cid: block.cid, bytes: changed };
      }
    }
    for await (const part of writeCar(cid, sent())) parts.push(part.slice());
    return new Response(new Blob(parts));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('checkProgram', () => {
  it('accepts a model whose program the engine accepts and the registry names, without its weights', async () => {
    const asked = await serve(files);
    expect(await checkProgram(registered)).toEqual({ kind: 'verifiable' });
    expect(asked.every((url) => url.endsWith('format=raw'))).toBe(true);
  });

  it('calls a model unverifiable whose program or weights are not the registry’s', async () => {
    await serve(files);
    expect(await checkProgram({ ...registered, programHash: OTHER })).toMatchObject({ kind: 'unverifiable' });
    expect(await checkProgram({ ...registered, modelHash: OTHER })).toMatchObject({ kind: 'unverifiable' });
  });

  it('calls a model unverifiable whose program the engine refuses, with the engine’s reason', async () => {
    const changed = new Map([...files, ['program.json', encodeProgram({ ...tinyProgram, context: 9_999 })]] as const);
    await serve(changed);
    const found = await checkProgram({ ...registered, uri: uriOf((await importFiles(changed)).cid) });
    expect(found).toMatchObject({ kind: 'unverifiable', reason: expect.stringContaining('context') });
  });

  it('calls a model unverifiable whose files nobody holds', async () => {
    await serve(new Map([['other', new Uint8Array(1)]]));
    expect(await checkProgram(registered)).toMatchObject({ kind: 'unverifiable' });
  });

  it('says nothing while the store is down', async () => {
    await serve(new Map([['other', new Uint8Array(1)]]), { missing: 503 });
    await expect(checkProgram(registered)).rejects.toMatchObject({ code: 'store/unreachable', isRetryable: true });
  });
});

describe('loadModel', () => {
  it('gives the very bytes that the registry names, and tells how far it is', async () => {
    await serve(files);
    const seen: number[] = [];
    const model = await loadModel(registered, { onProgress: ({ doneBytes }) => seen.push(doneBytes) });
    expect(Buffer.compare(model.program, file('program.json'))).toBe(0);
    expect(Buffer.compare(model.weights, file('weights.bin'))).toBe(0);
    expect(seen.at(0)).toBe(0);
    expect(seen.at(-1)).toBe(file('weights.bin').length);
  });

  it('refuses another model', async () => {
    await serve(files);
    await expect(loadModel({ ...registered, modelHash: OTHER })).rejects.toThrow('hashes differ');
  });

  it('refuses weights of which one block was changed, and weights that break off', async () => {
    const block = cidOf(file('weights.bin').subarray(262_144, 524_288));
    await serve(files, { change: (cid, bytes) => (cid === block ? bytes.with(7, 99) : bytes) });
    await expect(loadModel(registered)).rejects.toMatchObject({ code: 'bundle/cid-mismatch' });
    await serve(files, { change: (cid, bytes) => (cid === block ? null : bytes) });
    await expect(loadModel(registered)).rejects.toMatchObject({ code: 'bundle/bad-car' });
  });
});
