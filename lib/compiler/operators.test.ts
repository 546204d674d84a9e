import { describe, expect, test } from 'vitest';
import { floatModel } from '../../scripts/imo/float-model.ts';
import type { Message } from '../onnx/schema.ts';
import { normals, requests, seeded } from '../onnx/testing/random.ts';
import { type AttributeValue, floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { floatReading } from './testing/judge.ts';

// Our float reading of each operator beside onnxruntime's: a second implementation of the ONNX operators.

const SIZE = 6;
const random = seeded(7);
const weights = (name: string, dims: number[], deviation = 0.5): Message<'TensorProto'> =>
  floatTensor(
    name,
    dims,
    normals(
      random,
      dims.reduce((a, b) => a * b, 1),
      deviation,
    ),
  );

type Step = { op: string; more?: string[]; attributes?: Record<string, AttributeValue>; from?: string[] };

/** x (bytes) → Gemm → h, then `steps` one after the other (input "none" is left out), then Gemm: y. */
function chain(steps: Step[], constants: Message<'TensorProto'>[] = [], opset = 17): Uint8Array {
  let last = 'h';
  const nodes = steps.map(({ op, more = [], attributes = {}, from }, i) => {
    const inputs = (from ?? [last, ...more]).map((name) => (name === 'none' ? '' : name));
    last = `t${i}`;
    return node(op, { in: inputs, out: [last] }, attributes);
  });
  return writeModel(
    {
      input: [valueInfo('x', ['n', SIZE])],
      output: [valueInfo('y', ['n', 4])],
      initializer: [weights('w', [SIZE, 5]), weights('b', [5]), weights('v', [5, 4]), ...constants],
      node: [
        node('Gemm', { in: ['x', 'w', 'b'], out: ['h'] }),
        ...nodes,
        node('MatMul', { in: [last, 'v'], out: ['y'] }),
      ],
    },
    { opset },
  );
}

async function expectSame(model: Uint8Array, inputScale = { scale: 1 / 64, offset: -2 }): Promise<void> {
  const { network, run } = floatReading(model, { inputScale });
  const { inputName, inputDims, inputOrder, idBytes, inputBytes } = network;
  const source = { name: inputName, dims: inputDims, order: inputOrder, idBytes, ...network.inputScale };
  const judge = await floatModel(model, source, []);
  for (const input of requests(seeded(3), { count: 8, size: inputBytes })) {
    const [found, expected] = [run(input), (await judge(input)).get(network.outputName) ?? new Float64Array()];
    expect(found).toHaveLength(expected.length);
    expected.forEach((value, j) => {
      expect(found[j]).toBeCloseTo(value, 4);
    });
  }
}

describe('functions of one element agree with onnxruntime', () => {
  const unary: [string, Record<string, AttributeValue>?][] = [
    ['Abs'],
    ['Celu', { alpha: { float: 0.7 } }],
    ['Elu', { alpha: { float: 0.6 } }],
    ['Erf'],
    ['Exp'],
    ['HardSigmoid', { alpha: { float: 0.3 } }],
    ['HardSwish'],
    ['LeakyRelu', { alpha: { float: 0.1 } }],
    ['LeakyRelu'],
    ['Mish'],
    ['Neg'],
    ['Relu'],
    ['Selu'],
    ['Sigmoid'],
    ['Softplus'],
    ['Softsign'],
    ['Tanh'],
    ['Identity'],
    ['Dropout'],
  ];
  test.each(unary)('%s', async (op, attributes = {}) => {
    await expectSame(chain([{ op, attributes }], [], op === 'Mish' ? 18 : 17));
  });

  test.each(['none', 'tanh'])('Gelu, %s', async (approximate) => {
    await expectSame(chain([{ op: 'Gelu', attributes: { approximate } }], [], 20));
  });

  test('Sqrt, Log and Reciprocal where they are defined', async () => {
    const one = floatTensor('one', [1], [1]);
    const steps = [{ op: 'Abs' }, { op: 'Add', more: ['one'] }, { op: 'Sqrt' }, { op: 'Log' }, { op: 'Exp' }];
    await expectSame(chain([...steps, { op: 'Reciprocal' }], [one]));
  });

  test('Clip with and without bounds', async () => {
    const bounds = [floatTensor('low', [], [-0.5]), floatTensor('high', [], [0.75])];
    await expectSame(chain([{ op: 'Clip', more: ['low', 'high'] }], bounds));
    await expectSame(chain([{ op: 'Clip', from: ['h', 'none', 'high'] }], bounds));
    await expectSame(chain([{ op: 'Clip', attributes: { min: { float: -1 }, max: { float: 2 } } }], [], 8));
  });
});

describe('operators with a constant agree with onnxruntime', () => {
  const c = floatTensor('c', [], [1.5]);
  const vector = weights('c', [5]);
  const cases: [string, Step, Message<'TensorProto'>][] = (['Add', 'Sub', 'Mul', 'Div'] as const).flatMap((op) => [
    [`${op} of a number`, { op, more: ['c'] }, c],
    [`${op} of a vector`, { op, more: ['c'] }, vector],
    ...(op === 'Div'
      ? []
      : [[`${op} to a number`, { op, from: ['c', 'h'] }, c] as [string, Step, Message<'TensorProto'>]]),
  ]);
  test.each(cases)('%s, then Relu', async (_, step, constant) => {
    await expectSame(chain([step, { op: 'Relu' }], [constant]));
  });
  test.each(cases)('%s after Tanh', async (_, step, constant) => {
    const later = step.from === undefined ? step : { op: step.op, from: ['c', 't0'] };
    await expectSame(chain([{ op: 'Tanh' }, later], [constant]));
  });
  test('Min, Max and Pow', async () => {
    const steps = [
      { op: 'Max', more: ['low'] },
      { op: 'Min', more: ['c'] },
      { op: 'Pow', more: ['c'] },
    ];
    await expectSame(chain(steps, [c, floatTensor('low', [1], [0.1])]));
  });
});

describe('patterns agree with onnxruntime', () => {
  test('Gelu written with Erf', async () => {
    const constants = [
      floatTensor('root', [], [Math.SQRT2]),
      floatTensor('one', [], [1]),
      floatTensor('half', [], [0.5]),
    ];
    await expectSame(
      chain(
        [
          { op: 'Div', from: ['h', 'root'] },
          { op: 'Erf' },
          { op: 'Add', more: ['one'] },
          { op: 'Mul', from: ['h', 't2'] },
          { op: 'Mul', more: ['half'] },
        ],
        constants,
      ),
    );
  });

  test('x · sigmoid(x), and x³ by two products', async () => {
    await expectSame(chain([{ op: 'Sigmoid' }, { op: 'Mul', from: ['h', 't0'] }]));
    await expectSame(
      chain([
        { op: 'Mul', from: ['h', 'h'] },
        { op: 'Mul', from: ['t0', 'h'] },
      ]),
    );
  });

  test('a sum of two matrices of one tensor', async () => {
    const steps = [
      { op: 'MatMul', from: ['h', 'u'] },
      { op: 'Add', from: ['h', 't0'] },
      { op: 'Sub', from: ['t1', 'h'] },
    ];
    const model = chain(steps, [weights('u', [5, 5])]);
    await expectSame(model);
  });

  test('BatchNormalization before and after a function', async () => {
    const variance = floatTensor('variance', [5], [0.5, 1, 2, 3, 0.1]);
    const constants = [weights('scale', [5]), weights('bias', [5]), weights('mean', [5]), variance];
    const step = { op: 'BatchNormalization', more: ['scale', 'bias', 'mean', 'variance'] };
    await expectSame(chain([step, { op: 'Relu' }], constants));
    await expectSame(chain([{ op: 'Sigmoid' }, step], constants));
    await expectSame(chain([{ op: 'Relu' }, step, { op: 'Tanh' }], constants));
  });

  test('shapes: Reshape, Flatten, Squeeze, Unsqueeze, and a Transpose that moves nothing', async () => {
    const constants = [intTensor('shape', [3], [0, 5, -1]), intTensor('axes', [1], [2]), intTensor('one', [1], [1])];
    const steps: Step[] = [
      { op: 'Reshape', more: ['shape'] },
      { op: 'Transpose', attributes: { perm: [0, 2, 1] } },
      { op: 'Transpose', attributes: { perm: [0, 2, 1] } },
      { op: 'Squeeze', more: ['axes'] },
      { op: 'Unsqueeze', more: ['one'] },
      { op: 'Flatten', attributes: { axis: 1 } },
      { op: 'Cast', attributes: { to: 1 } },
    ];
    await expectSame(chain(steps, constants));
  });

  test('the shape arithmetic that exporters write', async () => {
    const constants = [intTensor('zero', [], [0]), intTensor('axis', [1], [0]), intTensor('rest', [1], [-1])];
    const steps: Step[] = [
      { op: 'Shape', from: ['h'] },
      { op: 'Gather', more: ['zero'] },
      { op: 'Unsqueeze', more: ['axis'] },
      { op: 'Concat', more: ['rest'], attributes: { axis: 0 } },
      { op: 'Reshape', from: ['h', 't3'] },
    ];
    await expectSame(chain(steps, constants));
  });

  test.each([
    ['transB', { in: ['h', 'g', 'c'], dims: [3, 5], attributes: { transB: 1 } }],
    [
      'alpha and beta',
      { in: ['h', 'g', 'c'], dims: [5, 3], attributes: { alpha: { float: 0.3 }, beta: { float: 2 } } },
    ],
    ['a transposed constant', { in: ['h', 'turned', 'c'], dims: [3, 5], attributes: {} }],
  ])('Gemm with %s', async (_, gemm) => {
    const model = writeModel({
      input: [valueInfo('x', [1, SIZE])],
      output: [valueInfo('y', [1, 3])],
      initializer: [weights('w', [SIZE, 5]), weights('g', gemm.dims), weights('c', [3])],
      node: [
        node('MatMul', { in: ['x', 'w'], out: ['m'] }),
        node('Relu', { in: ['m'], out: ['h'] }),
        node('Transpose', { in: ['g'], out: ['turned'] }),
        node('Gemm', { in: gemm.in, out: ['y'] }, gemm.attributes),
      ],
    });
    await expectSame(model);
  });
});
