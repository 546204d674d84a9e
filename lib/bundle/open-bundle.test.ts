import { beforeAll, expect, test } from 'vitest';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import { readFromBlocks } from './block.ts';
import { cidOf } from './cid.ts';
import { importFiles } from './import-files.ts';
import { encodeManifest, type Manifest, parseManifest } from './manifest.ts';
import { type BundleDoor, openBundle, openGolden } from './open-bundle.ts';
import { packBundle } from './pack-bundle.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const program = encodeProgram(tinyProgram);
const weights = tinyWeights();
const card = utf8('# Tiny\n');
const facts = { name: 'Tiny', description: 'A toy.', licence: 'CC0-1.0', parameters: 100, examples: ['a'] };

let manifest: Manifest;
let files: Map<string, Uint8Array>;

beforeAll(() => {
  const packed = packBundle({ facts, program, weights, prompts: [utf8('ab')] });
  manifest = parseManifest(packed.manifest);
  files = new Map([
    ['manifest.json', packed.manifest],
    ['program.json', program],
    ['weights.bin', weights],
    ['card.md', card],
    ['golden.json', packed.golden],
  ]);
});

async function doorOf(changed: ReadonlyMap<string, Uint8Array>): Promise<BundleDoor> {
  const { cid, blocks } = await importFiles(changed);
  return { cid, read: readFromBlocks(blocks) };
}

const openFiles = async (...changes: [string, Uint8Array][]) =>
  openBundle(await doorOf(new Map([...files, ...changes])));
/** Opens a bundle whose manifest says something else. */
const openChanged = (change: Partial<Manifest>) =>
  openFiles(['manifest.json', encodeManifest({ ...manifest, ...change })]);

test('a packed bundle opens by its CID, with its golden outputs', async () => {
  const door = await doorOf(files);
  const bundle = await openBundle(door);
  expect(bundle.manifest).toEqual(manifest);
  expect(bundle.weights).toEqual(weights);
  expect(bundle.programBytes).toEqual(program);
  expect(bundle.card).toBe('# Tiny\n');
  expect(bundle.program.maxInput).toBe(5);
  const golden = await openGolden(door);
  expect(golden.cases).toHaveLength(8); // one prompt and seven edges
  expect(golden.cases[0]?.input).toBe('0x6162');
});

test('packing is a pure function', () => {
  const again = packBundle({ facts, program, weights, prompts: [utf8('ab')] });
  expect(again.manifest).toEqual(files.get('manifest.json'));
  expect(again.golden).toEqual(files.get('golden.json'));
});

test('a missing block may be retried, a wrong one may not', async () => {
  const { cid, blocks } = await importFiles(files);
  const without = new Map(blocks);
  without.delete(cidOf(weights));
  await expect(openBundle({ cid, read: readFromBlocks(without) })).rejects.toMatchObject({
    code: 'bundle/not-found',
    isRetryable: true,
  });
  without.set(cidOf(weights), new Uint8Array(4096));
  await expect(openBundle({ cid, read: readFromBlocks(without) })).rejects.toMatchObject({
    code: 'bundle/cid-mismatch',
    isRetryable: false,
  });
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

test('weights other than the manifest’s are refused, though their CIDs are right', async () => {
  const other = weights.slice();
  other[0] = (other[0] ?? 0) ^ 1;
  await expect(openFiles(['weights.bin', other])).rejects.toMatchObject({ code: 'bundle/inconsistent' });
});

test('a program of the wrong length of weights is refused', async () => {
  const other = encodeProgram({ ...tinyProgram, weightsBytes: 5000 });
  const hash = (await import('../engine/program.ts')).hashProgram(other);
  const changed = encodeManifest({ ...manifest, program: { hash, bytes: other.length } });
  const opening = openFiles(['program.json', other], ['manifest.json', changed]);
  await expect(opening).rejects.toMatchObject({ code: 'bundle/inconsistent' });
});

test('a directory with a file missing, with a foreign one, or that is a file is no bundle', async () => {
  const refused = { code: 'bundle/bad-files' };
  const missing = new Map(files);
  missing.delete('golden.json');
  const opening = openBundle(await doorOf(missing));
  await expect(opening).rejects.toThrow('no golden.json');
  await expect(openFiles(['notes.txt', utf8('hi')])).rejects.toMatchObject(refused);
  await expect(openFiles(['quantisation.json', utf8('{}')])).resolves.toMatchObject({ manifest });
  const { blocks } = await importFiles(files);
  const file = openBundle({ cid: cidOf(card), read: readFromBlocks(blocks) });
  await expect(file).rejects.toMatchObject({ code: 'bundle/bad-node' });
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
  expect(refusal({ program: { ...manifest.program, bytes: -1 } })).toThrow('program.bytes');
  expect(refusal({ weights: { ...manifest.weights, hash: '0x12' } })).toThrow('weights.hash');
});
