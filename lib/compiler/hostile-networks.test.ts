import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseProgram } from '../engine/program.ts';
import { readModel } from '../onnx/read-model.ts';
import { seeded } from '../onnx/testing/random.ts';
import { compile } from './compile.ts';
import { readGraph } from './read-graph.ts';
import { mutateNetwork, mutateRaw } from './testing/mutate.ts';
import { convolutions, residual, transformer } from './testing/networks.ts';

// Networks of every family, broken in hundreds of ways: each gives a sentence, or a program that holds, in bounded time and memory.

/** Peak memory of the process that runs this file, vitest in it: MiB. Most of it is the garbage of hundreds of models. */
const PEAK_MIB = 1024;

/** One file, however broken: ms of the processor, which other processes beside it do not change. */
const SLOWEST_MS = 15_000;

const committed = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../models/${path}/model.onnx`, import.meta.url)));

/** Of each: so many files with another graph, and as many with other bytes. The last is big: its few take the longest. */
const NETWORKS: Readonly<Record<string, { model: Uint8Array; count: number }>> = {
  'a convolutional network': { model: convolutions(), count: 200 },
  'a residual network': { model: residual(), count: 200 },
  'a transformer': { model: transformer(), count: 200 },
  'digits/cnn': { model: committed('digits/cnn'), count: 30 },
  'zoo/language': { model: committed('zoo/language'), count: 20 },
  'zoo/wake-word': { model: committed('zoo/wake-word'), count: 15 },
  'zoo/text-direction': { model: committed('zoo/text-direction'), count: 4 },
};

/** Bytes of a request, where the file can be read so far. */
function requestBytes(model: Uint8Array): number {
  try {
    return readGraph(readModel(model), {}).inputBytes;
  } catch {
    return 1;
  }
}

/** Compiles; anything but a program or an OnnxError fails the test. */
function attempt(model: Uint8Array): 'compiled' | 'refused' {
  const random = seeded(1);
  const size = requestBytes(model);
  const samples = [0, 1].map(() => Uint8Array.from({ length: size }, () => Math.floor(256 * random())));
  const start = process.cpuUsage();
  try {
    parseProgram(compile({ model, samples }).program);
    return 'compiled';
  } catch (error) {
    expect(error).toMatchObject({ name: 'OnnxError', message: expect.stringMatching(/\.$/) });
    return 'refused';
  } finally {
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(SLOWEST_MS);
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(PEAK_MIB);
  }
}

describe.each(Object.entries(NETWORKS))('%s', { timeout: 180_000 }, (name, { model, count }) => {
  test('compiles as it is', () => {
    expect(attempt(model)).toBe('compiled');
  });

  test(`${count} changes of its graph`, () => {
    const random = seeded(name.length + 100);
    const results = Array.from({ length: count }, () => attempt(mutateNetwork(model, random)));
    expect(results).toContain('refused');
  });

  test(`${count} changes of its bytes`, () => {
    const random = seeded(name.length + 200);
    for (let i = 0; i < count; i++) attempt(mutateRaw(model, random));
  });

  test('cut off at 40 places', () => {
    for (let i = 0; i < 40; i++) attempt(model.slice(0, Math.floor((i * model.length) / 40)));
  });
});
