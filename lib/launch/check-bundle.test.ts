import { beforeAll, describe, expect, it } from 'vitest';
import { readFromBlocks } from '../bundle/block.ts';
import { encodeGolden, parseGolden } from '../bundle/golden.ts';
import { importFiles } from '../bundle/import-files.ts';
import { parseManifest } from '../bundle/manifest.ts';
import { packBundle } from '../bundle/pack-bundle.ts';
import { parseProgram } from '../engine/program.ts';
import { run } from '../engine/run.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import type { RunRequest } from '../verify/run-protocol.ts';
import { type BundleCheck, bundleFiles, checkBundle } from './check-bundle.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
let files: Map<string, Uint8Array>;

beforeAll(() => {
  const program = encodeProgram(tinyProgram);
  const weights = tinyWeights();
  const card = utf8('# Tiny\n');
  const facts = { name: 'Tiny', description: 'A toy.', licence: 'CC0-1.0', parameters: 100, examples: ['a'] };
  const packed = packBundle({ facts, program, weights, prompts: [utf8('ab')] });
  files = new Map([
    ['manifest.json', packed.manifest],
    ['program.json', program],
    ['weights.bin', weights],
    ['card.md', card],
    ['golden.json', packed.golden],
  ]);
});

const runModel = async ({ program, weights, input }: RunRequest) => ({
  ...run({ program: parseProgram(program), weights, input }),
  elapsedMs: 1,
});

async function check(changed: Map<string, Uint8Array>, onCheck: (check: BundleCheck) => void = () => undefined) {
  const { cid, blocks } = await importFiles(changed);
  return checkBundle({ cid, read: readFromBlocks(blocks), origin: 'upload', runModel, onCheck });
}

describe('checkBundle', () => {
  it('gives the hashes that the launch registers, after hashing and a dry run', async () => {
    const seen: string[] = [];
    const model = await check(files, ({ kind }) => seen.push(kind));
    const manifest = parseManifest(files.get('manifest.json') ?? new Uint8Array());
    expect(model).toMatchObject({
      cid: (await importFiles(files)).cid,
      programHash: manifest.program.hash,
      modelHash: manifest.weights.hash,
      name: 'Tiny',
      origin: 'upload',
    });
    expect(seen).toEqual(['hashing', 'checked']);
  });

  it('refuses weights that the manifest does not name', async () => {
    const weights = tinyWeights();
    weights[0] = (weights[0] ?? 0) ^ 1;
    await expect(check(new Map([...files, ['weights.bin', weights]]))).rejects.toThrow();
  });

  it('refuses a bundle whose golden answer the engine does not give', async () => {
    const golden = parseGolden(files.get('golden.json') ?? new Uint8Array());
    const [first, ...rest] = golden.cases;
    if (first === undefined) throw new Error('no case');
    const wrong = encodeGolden({ ...golden, cases: [{ ...first, output: '0x00' }, ...rest] });
    const changed = new Map([...files, ['golden.json', wrong]] as const);
    await expect(check(changed)).rejects.toThrow('not its golden answer');
  });
});

describe('bundleFiles', () => {
  it('leaves out what is no part of a bundle', () =>
    expect([...bundleFiles(new Map([...files, ['notes.txt', new Uint8Array()]])).keys()].sort()).toEqual(
      [...files.keys()].sort(),
    ));
  it('names every missing file', () => {
    const some = new Map([...files].filter(([name]) => name !== 'card.md' && name !== 'weights.bin'));
    expect(() => bundleFiles(some)).toThrow('no weights.bin, no card.md');
  });
});
