import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../engine/hex.ts';
import { run } from '../engine/run.ts';
import { bundleInFolder } from '../server/bundle-folder.ts';
import { openBundle, openGolden } from './open-bundle.ts';

const MODELS = ['psalter', 'ishmael'];

/** Of the golden cases, the unit tests run these; `imo verify` runs all. */
const isSampled = (_: unknown, index: number): boolean => index % 5 === 0;

describe.each(MODELS)('the committed bundle of %s', async (name) => {
  const folder = fileURLToPath(new URL(`../../models/${name}/bundle/`, import.meta.url));
  const door = await bundleInFolder(folder);
  const bundle = await openBundle(door);
  const golden = await openGolden(door);

  test('has five files and at least twelve golden outputs', () => {
    expect(readdirSync(folder)).toHaveLength(5);
    expect(golden.cases.length).toBeGreaterThanOrEqual(12);
    expect(bundle.weights.length).toBeLessThan(2_000_000);
  });

  test('answers in printable ASCII and line breaks, never empty', () => {
    for (const { output } of golden.cases) {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(fromHex(output));
      expect(text).toMatch(/^[\n -~]{12,160}$/);
    }
  });

  test.each(golden.cases.filter(isSampled))('gives the golden output for $input', (expected) => {
    const input = fromHex(expected.input) ?? new Uint8Array();
    const { output, traceRoot, steps } = run({ program: bundle.program, weights: bundle.weights, input });
    expect({ input: expected.input, output: toHex(output), traceRoot: toHex(traceRoot), steps }).toEqual(expected);
  });
});
