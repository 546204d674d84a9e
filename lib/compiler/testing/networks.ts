import type { Message } from '../../onnx/schema.ts';
import { normals, seeded } from '../../onnx/testing/random.ts';
import { type AttributeValue, floatTensor, intTensor, node, valueInfo, writeModel } from '../../onnx/write-model.ts';

// Small valid networks of three families, with random weights.

const output = (name: string): Message<'ValueInfoProto'> => ({ name, type: { tensorType: { elemType: 1 } } });

function weightsFrom(seed: number): (name: string, dims: number[]) => Message<'TensorProto'> {
  const random = seeded(seed);
  return (name, dims) =>
    floatTensor(
      name,
      dims,
      normals(
        random,
        dims.reduce((a, b) => a * b, 1),
        0.3,
      ),
    );
}

/** A step of a chain: the operator, its further inputs and its attributes. */
export type Step = readonly [
  op: string,
  more?: readonly string[],
  attributes?: Readonly<Record<string, AttributeValue>>,
];

/** x → the steps one after the other. */
export function chainOf(
  steps: readonly Step[],
  constants: readonly Message<'TensorProto'>[],
  { dims = [1, 2, 8, 8] as readonly number[], elemType = 1, opset = 17 } = {},
): Uint8Array {
  const nodes = steps.map(([op, more = [], attributes = {}], i) =>
    node(op, { in: [i === 0 ? 'x' : `t${i - 1}`, ...more], out: [`t${i}`] }, attributes),
  );
  return writeModel(
    {
      input: [valueInfo('x', dims, elemType)],
      output: [output(`t${steps.length - 1}`)],
      initializer: constants,
      node: nodes,
    },
    { opset },
  );
}

/** Convolutions of each kind, pools, a resize, a pad, a reshape and a matrix. */
export function convolutions(): Uint8Array {
  const weights = weightsFrom(31);
  return chainOf(
    [
      ['Pad', ['pads']],
      ['Conv', ['w', 'b']],
      ['Relu'],
      ['Conv', ['d'], { group: 4, pads: [1, 1, 1, 1], dilations: [1, 1] }],
      ['Clip', ['zero', 'six']],
      ['MaxPool', [], { kernel_shape: [2, 2], strides: [2, 2] }],
      [
        'Resize',
        ['', 'scales'],
        { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      ],
      ['AveragePool', [], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
      ['ConvTranspose', ['u'], { strides: [2, 2] }],
      ['GlobalAveragePool'],
      ['Reshape', ['shape']],
      ['Gemm', ['m', 'c'], { transB: 1 }],
      ['Softmax', [], { axis: 1 }],
    ],
    [
      intTensor('pads', [8], [0, 0, 1, 1, 0, 0, 1, 1]),
      weights('w', [4, 2, 3, 3]),
      weights('b', [4]),
      weights('d', [4, 1, 3, 3]),
      floatTensor('zero', [], [0]),
      floatTensor('six', [], [6]),
      floatTensor('scales', [4], [1, 1, 2, 2]),
      weights('u', [4, 3, 2, 2]),
      intTensor('shape', [2], [1, -1]),
      weights('m', [5, 3]),
      weights('c', [5]),
    ],
  );
}

/** Two blocks x + f(x) with normalisations, joined and cut again. */
export function residual(): Uint8Array {
  const weights = weightsFrom(32);
  const block = (x: string, to: string): Message<'NodeProto'>[] => [
    node('Conv', { in: [x, `${to}.w`], out: [`${to}.a`] }, { pads: [1, 1, 1, 1] }),
    node('BatchNormalization', { in: [`${to}.a`, 'one', 'bias', 'bias', 'one'], out: [`${to}.n`] }),
    node('Sigmoid', { in: [`${to}.n`], out: [`${to}.s`] }),
    node('Mul', { in: [`${to}.n`, `${to}.s`], out: [`${to}.m`] }),
    node('Add', { in: [x, `${to}.m`], out: [to] }),
  ];
  return writeModel({
    input: [valueInfo('x', ['n', 4, 6, 6])],
    output: [output('y')],
    initializer: [
      weights('p.w', [4, 4, 3, 3]),
      weights('q.w', [4, 4, 3, 3]),
      floatTensor('one', [4], [1, 1, 1, 1]),
      weights('bias', [4]),
      intTensor('from', [1], [2]),
      intTensor('to', [1], [6]),
      intTensor('axes', [1], [1]),
      intTensor('some', [2], [0, 3]),
    ],
    node: [
      ...block('x', 'p'),
      ...block('p', 'q'),
      node('Concat', { in: ['p', 'q'], out: ['both'] }, { axis: 1 }),
      node('Slice', { in: ['both', 'from', 'to', 'axes'], out: ['cut'] }),
      node('Gather', { in: ['cut', 'some'], out: ['two'] }, { axis: 1 }),
      node('ReduceMean', { in: ['two'], out: ['mean'] }, { axes: [2, 3], keepdims: 0 }),
      node('ReduceMax', { in: ['q'], out: ['most'] }, { axes: [2, 3], keepdims: 0 }),
      node('Concat', { in: ['mean', 'most'], out: ['y'] }, { axis: 1 }),
    ],
  });
}

/** Ids → embedding → attention with a mask → norm → MLP. */
export function transformer(): Uint8Array {
  const weights = weightsFrom(33);
  const [length, width] = [4, 8];
  const mask = Float64Array.from({ length: length * length }, (_, j) =>
    j % length > Math.floor(j / length) ? -1e9 : 0,
  );
  const heads = (x: string, perm: number[]): Message<'NodeProto'>[] => [
    node('MatMul', { in: ['n', `w${x}`], out: [`${x}.m`] }),
    node('Reshape', { in: [`${x}.m`, 'split'], out: [`${x}.s`] }),
    node('Transpose', { in: [`${x}.s`], out: [x] }, { perm }),
  ];
  return writeModel({
    input: [valueInfo('x', [1, length], 7)],
    output: [output('y')],
    initializer: [
      weights('tokens', [300, width]),
      weights('positions', [1, length, width]),
      ...['wq', 'wk', 'wv', 'wo'].map((name) => weights(name, [width, width])),
      floatTensor('gamma', [width], new Float64Array(width).fill(1)),
      weights('beta', [width]),
      floatTensor('mask', [1, 1, length, length], mask),
      floatTensor('root', [], [2]),
      intTensor('split', [4], [1, length, 2, width / 2]),
      intTensor('whole', [3], [1, length, width]),
    ],
    node: [
      node('Gather', { in: ['tokens', 'x'], out: ['e'] }),
      node('Add', { in: ['e', 'positions'], out: ['h'] }),
      node('LayerNormalization', { in: ['h', 'gamma', 'beta'], out: ['n'] }, { axis: -1 }),
      ...heads('q', [0, 2, 1, 3]),
      ...heads('k', [0, 2, 3, 1]),
      ...heads('v', [0, 2, 1, 3]),
      node('MatMul', { in: ['q', 'k'], out: ['scores'] }),
      node('Div', { in: ['scores', 'root'], out: ['scaled'] }),
      node('Add', { in: ['scaled', 'mask'], out: ['masked'] }),
      node('Softmax', { in: ['masked'], out: ['p'] }, { axis: -1 }),
      node('MatMul', { in: ['p', 'v'], out: ['mixed'] }),
      node('Transpose', { in: ['mixed'], out: ['turned'] }, { perm: [0, 2, 1, 3] }),
      node('Reshape', { in: ['turned', 'whole'], out: ['joined'] }),
      node('MatMul', { in: ['joined', 'wo'], out: ['o'] }),
      node('Add', { in: ['h', 'o'], out: ['y'] }),
    ],
  });
}
