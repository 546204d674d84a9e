// Every bundle that this repository ships, against its own golden.json: a trained model that is replaced needs no change here.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadEngine, typescriptEngine } from '../engine/engine.ts';
import { fromHex, toHex } from '../engine/hex.ts';
import { hashProgram, hashWeights } from '../engine/program.ts';
import { bundleInFolder } from '../server/bundle-folder.ts';
import { openBundle, openGolden } from './open-bundle.ts';

const MODELS = new URL('../../models/', import.meta.url);
const MANIFEST = /^(.+)\/bundle\/manifest\.json$/;

const names = readdirSync(MODELS, { recursive: true, encoding: 'utf8' })
  .flatMap((path) => MANIFEST.exec(path)?.[1] ?? [])
  .sort();

test('the example models are committed as bundles', () => {
  const digits = ['digits/cnn', 'digits/mlp-20', 'digits/mlp-500'];
  expect(names).toEqual(expect.arrayContaining([...digits, 'sprites', 'tales', 'upscaler']));
});

describe.each(names)('the committed bundle of %s', async (name) => {
  const folder = new URL(`${name}/bundle/`, MODELS);
  const door = await bundleInFolder(fileURLToPath(folder));
  const { manifest, program, programBytes, weights } = await openBundle(door);
  const golden = await openGolden(door);
  const engine = loadEngine();
  const model = engine.open({ program, weights });

  test('has program and weights with the hashes and sizes of its manifest', () => {
    const file = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, folder)));
    expect(file('program.json')).toEqual(programBytes);
    expect({ hash: hashProgram(file('program.json')), bytes: programBytes.length }).toEqual(manifest.program);
    expect({ hash: hashWeights(file('weights.bin'), engine.hashPairs), bytes: weights.length }).toEqual(
      manifest.weights,
    );
  });

  test('has golden outputs within the bounds of its manifest, for inputs that differ', () => {
    const inputs = golden.cases.map(({ input }) => input);
    expect(new Set(inputs).size).toBe(inputs.length);
    for (const { input, output } of golden.cases) {
      expect(fromHex(input)?.length).toBeLessThanOrEqual(manifest.input.maxBytes);
      expect(fromHex(output)?.length).toBeLessThanOrEqual(manifest.output.maxBytes);
    }
  });

  test('gives every golden output, with its trace root and steps', () => {
    for (const expected of golden.cases) {
      const { output, traceRoot, steps } = model.run({ input: fromHex(expected.input) ?? new Uint8Array() });
      expect({ input: expected.input, output: toHex(output), traceRoot: toHex(traceRoot), steps }).toEqual(expected);
    }
  });

  test('gives the first golden output in plain TypeScript too', () => {
    for (const expected of golden.cases.slice(0, 1)) {
      const input = fromHex(expected.input) ?? new Uint8Array();
      const { output, traceRoot, steps } = typescriptEngine.run({ program, weights, input });
      expect({ input: expected.input, output: toHex(output), traceRoot: toHex(traceRoot), steps }).toEqual(expected);
    }
  });
});
