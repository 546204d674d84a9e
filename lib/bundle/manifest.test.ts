import { expect, test } from 'vitest';
import { encodeManifest, type Manifest, parseManifest } from './manifest.ts';

const hash = `0x${'0'.repeat(64)}` as const;

const digits: Manifest = {
  version: 2,
  name: 'Digits',
  description: 'Names digits.',
  kind: 'classifier',
  licence: 'CC0-1.0',
  input: { encoding: 'image', width: 28, height: 28, channels: 1, maxBytes: 784 },
  output: { encoding: 'class', labels: ['0', '1'], maxBytes: 4 },
  program: { hash, bytes: 1 },
  weights: { hash, bytes: 1 },
  parameters: 1,
  macsPerStep: 1,
  examples: [],
};

const refusal = (change: Partial<Manifest>) => () =>
  parseManifest(new TextEncoder().encode(JSON.stringify({ ...digits, ...change })));

test('a classifier of pictures is read back as it was written', () => {
  expect(parseManifest(encodeManifest(digits))).toEqual(digits);
});

test('numbers scale · q + zero can be an answer', () => {
  const output: Manifest['output'] = {
    encoding: 'values',
    dtype: 'i16',
    scale: 0.5,
    zero: -1,
    labels: [],
    maxBytes: 20,
  };
  expect(refusal({ kind: 'values', output })).not.toThrow();
  expect(refusal({ output })).toThrow('a classifier model answers in class');
});

test('kind, input and output must go together', () => {
  const text = { encoding: 'utf8', maxBytes: 8 } as const;
  expect(refusal({ kind: 'text' })).toThrow('output: a text model answers in utf8');
  expect(refusal({ input: text })).toThrow('input: a classifier model does not take utf8');
  expect(refusal({ kind: 'text', input: text, output: text })).not.toThrow();
});

test('a model of pictures answers in a picture of its own size', () => {
  const output = { encoding: 'image', width: 56, height: 56, channels: 3, maxBytes: 9408 } as const;
  expect(refusal({ kind: 'picture', output })).not.toThrow();
  expect(refusal({ kind: 'picture', output: { ...output, channels: 4 } })).toThrow('output: a picture of 56 × 56 × 4');
  expect(refusal({ kind: 'picture' })).toThrow('output: a picture model answers in image or indexed');
});

test('a picture has as many bytes as its size says', () => {
  const input = { encoding: 'image', width: 28, height: 28, channels: 3, maxBytes: 784 } as const;
  expect(refusal({ input })).toThrow('28 × 28 × 3');
});

test('a picture of few colours has one byte or four for each pixel, and a palette of RGBA', () => {
  const palette = ['00000000', 'ff8800ff'];
  const output: Manifest['output'] = { encoding: 'indexed', width: 32, height: 32, palette, maxBytes: 1024 };
  const picture = (change: object) => refusal({ kind: 'picture', output: { ...output, ...change } });
  expect(picture({})).not.toThrow();
  expect(picture({ maxBytes: 4096 })).not.toThrow();
  expect(picture({ maxBytes: 2048 })).toThrow('output: a picture of 32 × 32 numbers has other bytes');
  expect(picture({ palette: ['ff8800', '000000'] })).toThrow('RGBA in hex');
});
