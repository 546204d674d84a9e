import { describe, expect, test } from 'vitest';
import { floatModel } from '../../scripts/imo/float-model.ts';
import { run } from '../engine/run.ts';
import type { Message } from '../onnx/schema.ts';
import { normals, requests, seeded } from '../onnx/testing/random.ts';
import { type AttributeValue, floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { compile } from './compile.ts';
import { floatReading, judge } from './testing/judge.ts';

// Operators on pictures: our float reading beside onnxruntime's, and the integer program beside the float reading.

const random = seeded(17);
const product = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);
const weights = (name: string, dims: number[], deviation = 0.4): Message<'TensorProto'> =>
  floatTensor(name, dims, normals(random, product(dims), deviation));
const positive = (name: string, size: number): Message<'TensorProto'> =>
  floatTensor(
    name,
    [size],
    normals(random, size).map((value) => 0.5 + Math.abs(value)),
  );

/** An output whose shape is left open. */
const outputOf = (name: string): Message<'ValueInfoProto'> => ({ name, type: { tensorType: { elemType: 1 } } });

type Step = { op: string; more?: string[]; from?: string[]; attributes?: Record<string, AttributeValue> };

/** x [1, 3, 6, 5] → `steps` one after the other (t0, t1, …). */
function chain(steps: Step[], constants: Message<'TensorProto'>[] = [], { opset = 17, dims = [1, 3, 6, 5] } = {}) {
  let last = 'x';
  const nodes = steps.map(({ op, more = [], from, attributes = {} }, i) => {
    const inputs = from ?? [last, ...more];
    last = `t${i}`;
    return node(op, { in: inputs, out: [last] }, attributes);
  });
  return writeModel(
    { input: [valueInfo('x', dims)], output: [outputOf(last)], initializer: constants, node: nodes },
    { opset },
  );
}

/** Compares both readings; with `bound`, the integer program too. */
async function expectSame(model: Uint8Array, bound = 0.05): Promise<void> {
  const inputScale = { scale: 1 / 64, offset: -2 };
  const { network, run: ours } = floatReading(model, { inputScale });
  const { inputName, inputDims, inputOrder, idBytes, inputBytes, outputName } = network;
  const source = { name: inputName, dims: inputDims, order: inputOrder, idBytes, ...network.inputScale };
  const theirs = await floatModel(model, source, []);
  for (const input of requests(seeded(3), { count: 3, size: inputBytes })) {
    const [found, expected] = [ours(input), (await theirs(input)).get(outputName) ?? new Float64Array()];
    expect(found).toHaveLength(expected.length);
    const most = expected.reduce((all, value) => Math.max(all, Math.abs(value)), 1);
    expected.forEach((value, j) => {
      expect(Math.abs((found[j] ?? 0) - value)).toBeLessThan(2e-5 * most);
    });
  }
  const samples = requests(seeded(4), { count: 24, size: inputBytes });
  const compiled = compile({ model, samples, answer: 'values', inputScale });
  expect(judge(model, compiled, samples.slice(0, 8)).relativeError).toBeLessThan(bound);
}

describe('Conv agrees with onnxruntime', () => {
  const cases: [string, number[], Record<string, AttributeValue>][] = [
    ['one pixel', [4, 3, 1, 1], {}],
    ['3 × 3, padded', [4, 3, 3, 3], { pads: [1, 1, 1, 1] }],
    ['sides that differ', [4, 3, 3, 2], { pads: [2, 0, 1, 1] }],
    ['strides', [4, 3, 3, 3], { strides: [2, 1], pads: [1, 1, 0, 0] }],
    ['dilation', [2, 3, 2, 2], { dilations: [2, 3] }],
    ['groups', [6, 1, 3, 3], { group: 3, pads: [1, 1, 1, 1] }],
    ['SAME_UPPER', [4, 3, 4, 4], { auto_pad: 'SAME_UPPER', strides: [2, 2] }],
    ['SAME_LOWER', [4, 3, 2, 2], { auto_pad: 'SAME_LOWER' }],
    ['VALID', [4, 3, 2, 2], { auto_pad: 'VALID' }],
  ];
  test.each(cases)('%s', async (_, dims, attributes) => {
    await expectSame(
      chain([{ op: 'Conv', more: ['w', 'b'], attributes }], [weights('w', dims), weights('b', [dims[0] ?? 1])]),
    );
  });

  test('on a line', async () => {
    const constants = [weights('w', [4, 3, 3]), weights('b', [4])];
    await expectSame(
      chain([{ op: 'Conv', more: ['w', 'b'], attributes: { pads: [1, 1], strides: [2] } }], constants, {
        dims: [1, 3, 9],
      }),
    );
  });

  test('with BatchNormalization, activations and a Pad before', async () => {
    const norm = [positive('s', 4), weights('o', [4]), weights('m', [4]), positive('v', 4)];
    const constants = [
      weights('w', [4, 3, 3, 3]),
      weights('u', [2, 4, 3, 3]),
      intTensor('p', [8], [0, 0, 1, 1, 0, 0, 1, 2]),
      ...norm,
    ];
    const steps: Step[] = [
      { op: 'Conv', more: ['w'], attributes: { pads: [1, 1, 1, 1] } },
      { op: 'BatchNormalization', more: ['s', 'o', 'm', 'v'] },
      { op: 'LeakyRelu' },
      { op: 'Pad', more: ['p'] },
      { op: 'Conv', more: ['u'] },
      { op: 'Relu' },
    ];
    await expectSame(chain(steps, constants), 0.08);
  });

  test('after a normalisation by channel', async () => {
    const constants = [
      floatTensor('mean', [3, 1, 1], [0.1, -0.3, 0.4]),
      floatTensor('std', [3, 1, 1], [0.5, 0.7, 1.2]),
      weights('w', [4, 3, 3, 3]),
    ];
    const steps: Step[] = [
      { op: 'Sub', more: ['mean'] },
      { op: 'Div', more: ['std'] },
      { op: 'Conv', more: ['w'], attributes: { pads: [1, 1, 1, 1] } },
    ];
    await expectSame(chain(steps, constants));
  });
});

describe('ConvTranspose agrees with onnxruntime', () => {
  const cases: [string, number[], Record<string, AttributeValue>][] = [
    ['stride 2', [3, 2, 2, 2], { strides: [2, 2] }],
    ['stride 2, kernel 3, padded', [3, 2, 3, 3], { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] }],
    ['kernel 4', [3, 2, 4, 4], { strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['cropped', [3, 2, 3, 3], { strides: [2, 2], pads: [0, 1, 1, 0] }],
    ['stride 1', [3, 2, 3, 3], { pads: [1, 1, 1, 1] }],
    ['stride 3 with a gap', [3, 2, 2, 2], { strides: [3, 3] }],
    ['groups', [3, 2, 2, 2], { strides: [2, 2], group: 3 }],
    ['dilation', [3, 2, 2, 2], { strides: [2, 2], dilations: [2, 2] }],
  ];
  test.each(cases)('%s', async (_, dims, attributes) => {
    const group = Number(attributes.group ?? 1);
    const constants = [weights('w', dims), weights('b', [(dims[1] ?? 1) * group])];
    await expectSame(chain([{ op: 'ConvTranspose', more: ['w', 'b'], attributes }], constants));
  });
});

describe('pooling agrees with onnxruntime', () => {
  const cases: [string, string, Record<string, AttributeValue>][] = [
    ['MaxPool', 'MaxPool', { kernel_shape: [2, 2], strides: [2, 2] }],
    ['MaxPool, padded', 'MaxPool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['MaxPool, ceiling', 'MaxPool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }],
    ['AveragePool', 'AveragePool', { kernel_shape: [2, 2], strides: [2, 2] }],
    ['AveragePool, padded', 'AveragePool', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }],
    ['AveragePool, pads count', 'AveragePool', { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }],
    ['GlobalAveragePool', 'GlobalAveragePool', {}],
    ['GlobalMaxPool', 'GlobalMaxPool', {}],
  ];
  test.each(cases)('%s', async (_, op, attributes) => {
    await expectSame(chain([{ op, attributes }]));
  });
});

describe('what moves elements agrees with onnxruntime', () => {
  const cases: [string, Step[], Message<'TensorProto'>[]?][] = [
    [
      'Flatten and a matrix',
      [{ op: 'Relu' }, { op: 'Flatten' }, { op: 'Gemm', more: ['g'], attributes: { transB: 1 } }],
      [weights('g', [4, 90])],
    ],
    ['Transpose', [{ op: 'Transpose', attributes: { perm: [0, 2, 3, 1] } }]],
    [
      'Slice',
      [{ op: 'Slice', more: ['a', 'e', 'd'] }],
      [intTensor('a', [2], [1, -4]), intTensor('e', [2], [3, 100]), intTensor('d', [2], [1, 2])],
    ],
    [
      'Slice backwards',
      [{ op: 'Slice', more: ['a', 'e', 'd', 's'] }],
      [intTensor('a', [1], [-1]), intTensor('e', [1], [-100]), intTensor('d', [1], [2]), intTensor('s', [1], [-2])],
    ],
    [
      'Concat of channels',
      [{ op: 'Relu' }, { op: 'Neg', from: ['x'] }, { op: 'Concat', from: ['x', 't0', 't1'], attributes: { axis: 1 } }],
    ],
    ['Concat of lines', [{ op: 'Relu' }, { op: 'Concat', from: ['x', 't0'], attributes: { axis: 2 } }]],
    [
      'Pad',
      [{ op: 'Pad', more: ['p', 'f'] }],
      [intTensor('p', [8], [0, 0, 1, 2, 0, 0, 0, 1]), floatTensor('f', [], [0.5])],
    ],
    [
      'Pad by reflection',
      [{ op: 'Pad', more: ['p'], attributes: { mode: 'reflect' } }],
      [intTensor('p', [8], [0, 0, 2, 1, 0, 0, 1, 2])],
    ],
    [
      'Pad by the edge',
      [{ op: 'Pad', more: ['p'], attributes: { mode: 'edge' } }],
      [intTensor('p', [8], [0, 0, 1, 1, 0, 0, 1, 1])],
    ],
    [
      'Resize',
      [
        {
          op: 'Resize',
          more: ['', 'sc'],
          attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
        },
      ],
      [floatTensor('sc', [4], [1, 1, 2, 2])],
    ],
    [
      'Resize to half',
      [{ op: 'Resize', more: ['', 'sc'], attributes: { mode: 'nearest' } }],
      [floatTensor('sc', [4], [1, 1, 0.5, 2])],
    ],
    ['Gather of channels', [{ op: 'Gather', more: ['i'], attributes: { axis: 1 } }], [intTensor('i', [2], [2, 0])]],
    ['Expand of a mean', [{ op: 'GlobalAveragePool' }, { op: 'Mul', from: ['x', 't0'] }]],
    ['SpaceToDepth', [{ op: 'SpaceToDepth', attributes: { blocksize: 2 } }]],
  ];
  test.each(cases)('%s', async (name, steps, constants = []) => {
    await expectSame(chain(steps, constants, name === 'SpaceToDepth' ? { dims: [1, 3, 6, 4] } : {}));
  });

  test.each(['DCR', 'CRD'])('DepthToSpace %s after a Conv', async (mode) => {
    const steps = [
      { op: 'Conv', more: ['w'] },
      { op: 'DepthToSpace', attributes: { blocksize: 2, mode } },
    ];
    await expectSame(chain(steps, [weights('w', [8, 3, 1, 1])]));
  });

  test('Split and its parts', async () => {
    const model = writeModel({
      input: [valueInfo('x', [1, 3, 4, 4])],
      output: [outputOf('y')],
      initializer: [intTensor('n', [2], [1, 2])],
      node: [
        node('Split', { in: ['x', 'n'], out: ['a', 'b'] }, { axis: 1 }),
        node('ReduceMax', { in: ['b'], out: ['m'] }, { axes: [1], keepdims: 1 }),
        node('Add', { in: ['a', 'm'], out: ['y'] }),
      ],
    });
    await expectSame(model);
  });
});

describe('reductions agree with onnxruntime', () => {
  test.each(['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2'])('%s along each kind of axis', async (op) => {
    for (const axes of [[1], [2, 3], [-1], [1, 2]])
      await expectSame(chain([{ op, attributes: { axes, keepdims: 0 } }]));
  });

  test('ReduceSum', async () => {
    await expectSame(chain([{ op: 'ReduceSum', more: ['a'] }], [intTensor('a', [2], [2, 3])]));
  });

  test('PRelu, Where and InstanceNormalization', async () => {
    const constants = [
      floatTensor('slope', [3, 1, 1], [0.1, 0.5, -0.2]),
      weights('w', [4, 3, 3, 3]),
      positive('s', 4),
      weights('o', [4]),
    ];
    await expectSame(chain([{ op: 'PRelu', more: ['slope'] }], constants));
    await expectSame(
      chain(
        [
          { op: 'Conv', more: ['w'] },
          { op: 'InstanceNormalization', more: ['s', 'o'] },
        ],
        constants,
      ),
    );
  });
});

describe('whole networks', () => {
  test('a classifier of pictures answers as its float model does', () => {
    const constants = [weights('w', [8, 3, 3, 3], 0.3), weights('u', [8, 8, 3, 3], 0.2), weights('g', [5, 8], 0.5)];
    const steps: Step[] = [
      { op: 'Conv', more: ['w'], attributes: { pads: [1, 1, 1, 1] } },
      { op: 'Relu' },
      { op: 'Conv', more: ['u'], attributes: { pads: [1, 1, 1, 1] } },
      { op: 'Add', from: ['t1', 't2'] },
      { op: 'Relu' },
      { op: 'Conv', more: ['u'], attributes: { pads: [1, 1, 1, 1] } },
      { op: 'Add', from: ['t4', 't5'] },
      { op: 'Relu' },
      { op: 'GlobalAveragePool' },
      { op: 'Flatten' },
      { op: 'Gemm', more: ['g'], attributes: { transB: 1 } },
    ];
    const model = chain(steps, constants);
    const samples = requests(seeded(5), { count: 48, size: 90 });
    const compiled = compile({ model, samples, answer: 'values' });
    const { relativeError, cosine } = judge(model, compiled, samples);
    expect(cosine).toBeGreaterThan(0.999);
    expect(relativeError).toBeLessThan(0.03);
    const again = compile({ model, samples, answer: 'values' });
    expect(again.program).toEqual(compiled.program);
    expect(again.weights).toEqual(compiled.weights);
  });

  test('a map of classes is one byte for each pixel', () => {
    const model = chain(
      [
        { op: 'Conv', more: ['w'] },
        { op: 'ArgMax', attributes: { axis: 1 } },
      ],
      [weights('w', [7, 3, 1, 1])],
    );
    const samples = requests(seeded(6), { count: 16, size: 90 });
    const { parsed: program, weights: bytes, output } = compile({ model, samples });
    expect(output.answer).toBe('classes');
    const input = samples[0] ?? new Uint8Array(90);
    const found = run({ program, weights: bytes, input }).output;
    expect(found).toHaveLength(30);
    expect(Math.max(...found)).toBeLessThan(7);
  });

  test('a picture of bytes comes channels last', () => {
    const identity = floatTensor('w', [3, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const model = chain([{ op: 'Conv', more: ['w'] }], [identity]);
    const samples = requests(seeded(7), { count: 16, size: 90 });
    const { parsed: program, weights: bytes } = compile({ model, samples, answer: 'image' });
    const input = samples[0] ?? new Uint8Array(90);
    const found = run({ program, weights: bytes, input }).output;
    found.forEach((byte, j) => {
      expect(Math.abs(byte - (input[j] ?? 0))).toBeLessThanOrEqual(2);
    });
  });
});
