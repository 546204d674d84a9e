import { beforeAll, expect, test } from 'vitest';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import { cidOf } from './cid.ts';
import { encodeManifest, type Manifest, parseManifest } from './manifest.ts';
import { openBundle, openGolden } from './open-bundle.ts';
import { packBundle } from './pack-bundle.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const program = encodeProgram(tinyProgram);
const weights = tinyWeights();
const card = utf8('# Tiny\n');
const facts = { name: 'Tiny', description: 'A toy.', licence: 'CC0-1.0', parameters: 100, examples: ['a'] };

/** A store of files by CID, as a gateway is. */
const storeOf = (files: readonly Uint8Array[]): Map<string, Uint8Array> =>
  new Map(files.map((file) => [cidOf(file), file]));
const readFrom = (store: Map<string, Uint8Array>) => async (cid: string) =>
  store.get(cid) ?? Promise.reject(new Error('404'));

let packed: ReturnType<typeof packBundle>;
let manifest: Manifest;
let store: Map<string, Uint8Array>;

beforeAll(() => {
  packed = packBundle({ facts, program, weights, card, prompts: [utf8('ab')] });
  manifest = parseManifest(packed.manifest);
  store = storeOf([program, weights, card, packed.golden, packed.manifest]);
});

/** Opens a bundle whose manifest says something else. */
function openChanged(change: Partial<Manifest>) {
  const bytes = encodeManifest({ ...manifest, ...change });
  return openBundle({ cid: cidOf(bytes), read: readFrom(new Map([...store, [cidOf(bytes), bytes]])) });
}

test('a packed bundle opens by its CID, with its golden outputs', async () => {
  const bundle = await openBundle({ cid: packed.cid, read: readFrom(store) });
  expect(bundle.manifest).toEqual(manifest);
  expect(bundle.weights).toEqual(weights);
  expect(bundle.card).toBe('# Tiny\n');
  expect(bundle.program.maxInput).toBe(5);
  const golden = await openGolden({ manifest, read: readFrom(store) });
  expect(golden.cases).toHaveLength(8); // one prompt and seven edges
  expect(golden.cases[0]?.input).toBe('0x6162');
});

test('packing is a pure function', () => {
  expect(packBundle({ facts, program, weights, card, prompts: [utf8('ab')] }).cid).toBe(packed.cid);
});

test('a missing file may be retried, a wrong one may not', async () => {
  store.delete(cidOf(weights));
  await expect(openBundle({ cid: packed.cid, read: readFrom(store) })).rejects.toMatchObject({
    code: 'bundle/not-found',
    isRetryable: true,
  });
  store.set(cidOf(weights), new Uint8Array(4096));
  await expect(openBundle({ cid: packed.cid, read: readFrom(store) })).rejects.toMatchObject({
    code: 'bundle/cid-mismatch',
    isRetryable: false,
  });
  store.set(cidOf(weights), weights);
});

test('a manifest that contradicts its files is refused', async () => {
  const zeros = `0x${'0'.repeat(64)}` as const;
  const refused = { code: 'bundle/inconsistent' };
  await expect(openChanged({ program: { ...manifest.program, hash: zeros } })).rejects.toMatchObject(refused);
  await expect(openChanged({ weights: { ...manifest.weights, hash: zeros } })).rejects.toMatchObject(refused);
  await expect(openChanged({ weights: { ...manifest.weights, bytes: 1 } })).rejects.toMatchObject(refused);
  await expect(openChanged({ input: { encoding: 'utf8', maxBytes: 6 } })).rejects.toMatchObject(refused);
  await expect(openChanged({ output: { encoding: 'utf8', maxBytes: 9 } })).rejects.toMatchObject(refused);
  await expect(openChanged({ macsPerStep: 1 })).rejects.toMatchObject(refused);
});

test('a program of the wrong length of weights is refused by the engine’s own check', async () => {
  const other = encodeProgram({ ...tinyProgram, weightsBytes: 5000 });
  const hash = (await import('../engine/program.ts')).hashProgram(other);
  store.set(cidOf(other), other);
  const entry = { cid: cidOf(other), hash, bytes: other.length };
  await expect(openChanged({ program: entry })).rejects.toMatchObject({ code: 'bundle/inconsistent' });
});

test.each([
  ['not JSON', utf8('{')],
  ['not UTF-8', Uint8Array.of(0xff)],
  ['not an object', utf8('[]')],
  ['too big', new Uint8Array(65_537)],
])('a manifest that is %s is refused', (_, bytes) => {
  expect(() => parseManifest(bytes)).toThrow(expect.objectContaining({ code: 'bundle/bad-manifest' }));
});

test('a manifest with a missing, unknown or wrong field is refused by name', () => {
  const refusal = (change: Record<string, unknown>) => () =>
    parseManifest(utf8(JSON.stringify({ ...manifest, ...change })));
  expect(refusal({ name: undefined })).toThrow('name');
  expect(refusal({ surprise: 1 })).toThrow('surprise');
  expect(refusal({ kind: 'image' })).toThrow('kind');
  expect(refusal({ parameters: -1 })).toThrow('parameters');
  expect(refusal({ program: { ...manifest.program, cid: 'Qm' } })).toThrow('program.cid');
  expect(refusal({ weights: { ...manifest.weights, hash: '0x12' } })).toThrow('weights.hash');
});
