import { describe, expect, test } from 'vitest';
import { floatModel } from '../../scripts/imo/float-model.ts';
import type { Message } from '../onnx/schema.ts';
import { normals, requests, seeded } from '../onnx/testing/random.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { compile } from './compile.ts';
import { floatReading, judge } from './testing/judge.ts';

// Sequences: a transformer's block, and models that are quantised already. Our float reading beside onnxruntime's, then the integer program.

const random = seeded(23);
const outputOf = (name: string): Message<'ValueInfoProto'> => ({ name, type: { tensorType: { elemType: 1 } } });
const weights = (name: string, dims: number[], deviation = 0.3): Message<'TensorProto'> =>
  floatTensor(
    name,
    dims,
    normals(
      random,
      dims.reduce((a, b) => a * b, 1),
      deviation,
    ),
  );
const bytesTensor = (name: string, dims: number[], dataType: 2 | 3): Message<'TensorProto'> => ({
  name,
  dims,
  dataType,
  rawData: Uint8Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => Math.floor(256 * random())),
});

/** Compares both readings, and the integer program with the float one. `floor`: rounding that the model itself does. */
async function expectSame(model: Uint8Array, { bound = 0.05, floor = 1e-4 } = {}): Promise<void> {
  const { network, run } = floatReading(model, {});
  const { inputName, inputDims, inputOrder, idBytes, inputBytes, outputName, inputScale } = network;
  const theirs = await floatModel(
    model,
    { name: inputName, dims: inputDims, order: inputOrder, idBytes, ...inputScale },
    [],
  );
  const draw = (count: number, seed: number) =>
    requests(seeded(seed), { count, size: inputBytes }).map((bytes) =>
      idBytes === 2 ? bytes.map((byte, j) => (j % 2 === 0 ? byte : byte % 2)) : bytes,
    );
  for (const input of draw(3, 3)) {
    const [found, expected] = [run(input), (await theirs(input)).get(outputName) ?? new Float64Array()];
    expect(found).toHaveLength(expected.length);
    const most = expected.reduce((all, value) => Math.max(all, Math.abs(value)), 1);
    expected.forEach((value, j) => {
      expect(Math.abs((found[j] ?? 0) - value)).toBeLessThan(floor * most);
    });
  }
  const samples = draw(24, 4);
  const compiled = compile({ model, samples, answer: 'values' });
  expect(judge(model, compiled, samples.slice(0, 8)).relativeError).toBeLessThan(bound);
}

const [LENGTH, WIDTH, HEADS] = [6, 16, 2];

/** Ids → embedding + positions → attention → norm → MLP → norm. `isWrittenOut`: the norm as exporters of old wrote it. */
function block(isWrittenOut: boolean, vocabulary: number): Uint8Array {
  const norm = (x: string, name: string): Message<'NodeProto'>[] =>
    isWrittenOut
      ? [
          node('ReduceMean', { in: [x], out: [`${name}.m`] }, { axes: [-1] }),
          node('Sub', { in: [x, `${name}.m`], out: [`${name}.c`] }),
          node('Pow', { in: [`${name}.c`, 'two'], out: [`${name}.p`] }),
          node('ReduceMean', { in: [`${name}.p`], out: [`${name}.v`] }, { axes: [-1] }),
          node('Add', { in: [`${name}.v`, 'epsilon'], out: [`${name}.e`] }),
          node('Sqrt', { in: [`${name}.e`], out: [`${name}.r`] }),
          node('Div', { in: [`${name}.c`, `${name}.r`], out: [`${name}.d`] }),
          node('Mul', { in: [`${name}.d`, 'gamma'], out: [`${name}.g`] }),
          node('Add', { in: [`${name}.g`, 'beta'], out: [name] }),
        ]
      : [node('LayerNormalization', { in: [x, 'gamma', 'beta'], out: [name] }, { axis: -1 })];
  const heads = (x: string, name: string, perm: number[]): Message<'NodeProto'>[] => [
    node('Reshape', { in: [x, 'split'], out: [`${name}.s`] }),
    node('Transpose', { in: [`${name}.s`], out: [name] }, { perm }),
  ];
  const mask = Float64Array.from({ length: LENGTH * LENGTH }, (_, j) =>
    j % LENGTH > Math.floor(j / LENGTH) ? -1e9 : 0,
  );
  return writeModel({
    input: [valueInfo('ids', [1, LENGTH], 7)],
    output: [outputOf('y')],
    initializer: [
      weights('tokens', [vocabulary, WIDTH], 1),
      weights('positions', [1, LENGTH, WIDTH], 0.5),
      ...['wq', 'wk', 'wv', 'wo'].map((name) => weights(name, [WIDTH, WIDTH])),
      weights('w1', [WIDTH, 32]),
      weights('b1', [32]),
      weights('w2', [32, WIDTH]),
      floatTensor(
        'gamma',
        [WIDTH],
        normals(random, WIDTH, 0.2).map((value) => 1 + value),
      ),
      weights('beta', [WIDTH], 0.1),
      floatTensor('mask', [1, 1, LENGTH, LENGTH], mask),
      floatTensor('root', [], [Math.sqrt(WIDTH / HEADS)]),
      floatTensor('two', [], [2]),
      floatTensor('epsilon', [], [1e-5]),
      intTensor('split', [4], [1, LENGTH, HEADS, WIDTH / HEADS]),
      intTensor('whole', [3], [1, LENGTH, WIDTH]),
    ],
    node: [
      node('Gather', { in: ['tokens', 'ids'], out: ['e'] }),
      node('Add', { in: ['e', 'positions'], out: ['x'] }),
      ...norm('x', 'n1'),
      ...['q', 'k', 'v'].map((name) => node('MatMul', { in: ['n1', `w${name}`], out: [`${name}.m`] })),
      ...heads('q.m', 'q', [0, 2, 1, 3]),
      ...heads('k.m', 'k', [0, 2, 3, 1]),
      ...heads('v.m', 'v', [0, 2, 1, 3]),
      node('MatMul', { in: ['q', 'k'], out: ['scores'] }),
      node('Div', { in: ['scores', 'root'], out: ['scaled'] }),
      node('Add', { in: ['scaled', 'mask'], out: ['masked'] }),
      node('Softmax', { in: ['masked'], out: ['p'] }, { axis: -1 }),
      node('MatMul', { in: ['p', 'v'], out: ['mixed'] }),
      node('Transpose', { in: ['mixed'], out: ['turned'] }, { perm: [0, 2, 1, 3] }),
      node('Reshape', { in: ['turned', 'whole'], out: ['joined'] }),
      node('MatMul', { in: ['joined', 'wo'], out: ['o'] }),
      node('Add', { in: ['x', 'o'], out: ['r'] }),
      ...norm('r', 'n2'),
      node('MatMul', { in: ['n2', 'w1'], out: ['h0'] }),
      node('Add', { in: ['h0', 'b1'], out: ['h1'] }),
      node('Relu', { in: ['h1'], out: ['h'] }),
      node('MatMul', { in: ['h', 'w2'], out: ['f'] }),
      node('Add', { in: ['r', 'f'], out: ['y'] }),
    ],
  });
}

describe('a transformer’s block', () => {
  test.each([
    ['with LayerNormalization, ids of a byte', false, 256],
    ['with the norm written out, ids of two bytes', true, 512],
  ] as const)('%s', async (_, isWrittenOut, vocabulary) => {
    const model = block(isWrittenOut, vocabulary);
    await expectSame(model, { bound: 0.08 }); // two norms and four products of 7 bits in a row
    const samples = requests(seeded(1), { count: 8, size: vocabulary > 256 ? 2 * LENGTH : LENGTH });
    const { parsed } = compile({ model, samples });
    const kinds = parsed.ops.map(({ op }) => op);
    expect(kinds.filter((kind) => kind === 'rsqrt')).toHaveLength(2);
    expect(kinds).toContain('divide');
  });
});

describe('models that are quantised already', () => {
  test('QuantizeLinear and DequantizeLinear around a Conv', async () => {
    const model = writeModel({
      input: [valueInfo('x', [1, 3, 5, 5])],
      output: [outputOf('y')],
      initializer: [
        bytesTensor('q', [4, 3, 3, 3], 3),
        floatTensor('s', [4], [0.002, 0.003, 0.001, 0.004]),
        { name: 'z', dims: [4], dataType: 3, rawData: new Uint8Array(4) },
        floatTensor('xs', [], [1 / 255]),
        { name: 'xz', dims: [], dataType: 2, rawData: new Uint8Array(1) },
      ],
      node: [
        node('QuantizeLinear', { in: ['x', 'xs', 'xz'], out: ['xq'] }),
        node('DequantizeLinear', { in: ['xq', 'xs', 'xz'], out: ['xr'] }),
        node('DequantizeLinear', { in: ['q', 's', 'z'], out: ['w'] }, { axis: 0 }),
        node('Conv', { in: ['xr', 'w'], out: ['y'] }),
      ],
    });
    await expectSame(model, { floor: 1e-3 });
  });

  test('QLinearConv and QLinearMatMul', async () => {
    const number = (name: string, value: number): Message<'TensorProto'> => floatTensor(name, [], [value]);
    const zero = (name: string, type: 2 | 3, value: number): Message<'TensorProto'> => ({
      name,
      dims: [],
      dataType: type,
      rawData: Uint8Array.of(value),
    });
    const model = writeModel({
      input: [valueInfo('x', [1, 2, 4, 4])],
      output: [outputOf('y')],
      initializer: [
        number('xs', 1 / 255),
        zero('xz', 2, 0),
        bytesTensor('w', [3, 2, 3, 3], 3),
        number('ws', 0.004),
        zero('wz', 3, 0),
        number('cs', 0.02),
        zero('cz', 2, 128),
        intTensor('shape', [2], [1, 12]),
        bytesTensor('m', [12, 5], 3),
        number('ms', 0.003),
        zero('mz', 3, 0),
        number('ys', 0.02),
        zero('yz', 2, 120),
      ],
      node: [
        node('QuantizeLinear', { in: ['x', 'xs', 'xz'], out: ['xq'] }),
        node('QLinearConv', { in: ['xq', 'xs', 'xz', 'w', 'ws', 'wz', 'cs', 'cz'], out: ['c'] }),
        node('Reshape', { in: ['c', 'shape'], out: ['f'] }),
        node('QLinearMatMul', { in: ['f', 'cs', 'cz', 'm', 'ms', 'mz', 'ys', 'yz'], out: ['q'] }),
        node('DequantizeLinear', { in: ['q', 'ys', 'yz'], out: ['y'] }),
      ],
    });
    await expectSame(model, { floor: 0.06 });
  });
});
