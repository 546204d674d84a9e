import { describe, expect, test } from 'vitest';
import type { Message } from '../onnx/schema.ts';
import { requests, seeded } from '../onnx/testing/random.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { type Compiled, type CompileOptions, compile } from './compile.ts';
import { judge } from './testing/judge.ts';

/** x[4] → Gemm → h[3], then `nodes` until y. */
function small(nodes: Message<'NodeProto'>[], more: Partial<Message<'GraphProto'>> = {}): Uint8Array {
  const { initializer = [], ...rest } = more;
  return writeModel({
    input: [valueInfo('x', [1, 4])],
    output: [valueInfo('y', [])],
    initializer: [
      floatTensor('w', [4, 3], [1, -1, 0.5, 2, 0, 1, -1, 1, 1, 0.25, 3, -2]),
      floatTensor('v', [3, 2], [1, 2, -1, 0.5, 1, -1]),
      ...initializer,
    ],
    node: [node('MatMul', { in: ['x', 'w'], out: ['h'] }), ...nodes],
    ...rest,
  });
}

const SAMPLES = requests(seeded(2), { count: 64, size: 4 });
const compileSmall = (model: Uint8Array, options: Partial<CompileOptions> = {}): Compiled =>
  compile({ model, samples: SAMPLES, ...options });
const kinds = ({ parsed }: Compiled): string[] => parsed.ops.map(({ op }) => op);

describe('compile', () => {
  const relu = node('Relu', { in: ['h'], out: ['r'] });
  const last = node('MatMul', { in: ['r', 'v'], out: ['y'] });

  test('a Relu is the saturation of its matrix', () => {
    const compiled = compileSmall(small([relu, last]));
    expect(kinds(compiled)).toEqual(['input', 'map', 'linear', 'linear']);
    expect(compiled.parsed.tensors.map(({ dtype }) => dtype)).toEqual(['u8', 'u7', 'u7', 'i16']);
  });

  test('another function is a table on 8 bits', () => {
    const compiled = compileSmall(small([node('Tanh', { in: ['h'], out: ['r'] }), last]));
    expect(kinds(compiled)).toEqual(['input', 'map', 'linear', 'map', 'linear']);
    expect(compiled.parsed.tensors.map(({ dtype }) => dtype)).toEqual(['u8', 'u7', 'i8', 'i7', 'i16']);
  });

  test('matrices without a function between are one', () => {
    expect(kinds(compileSmall(small([node('MatMul', { in: ['h', 'v'], out: ['y'] })])))).toEqual([
      'input',
      'map',
      'linear',
    ]);
  });

  test('a model that ends in Softmax answers with a class, and says that Softmax is left out', () => {
    const compiled = compileSmall(
      small([
        node('MatMul', { in: ['h', 'v'], out: ['z'] }),
        node('Softmax', { in: ['z'], out: ['y'], name: 'probabilities' }),
      ]),
    );
    expect(kinds(compiled).at(-1)).toBe('argmax');
    expect(compiled.output.answer).toBe('class');
    expect(compiled.notes).toEqual([expect.stringContaining('Node 2 "probabilities" (Softmax) is left out')]);
  });

  test('ArgMax steps over Softmax and other increasing functions', () => {
    const ending = [node('Softmax', { in: ['h'], out: ['p'] }), node('ArgMax', { in: ['p'], out: ['y'] }, { axis: 1 })];
    expect(kinds(compileSmall(small(ending)))).toEqual(['input', 'map', 'linear', 'argmax']);
    const sigmoid = [
      node('Sigmoid', { in: ['h'], out: ['p'] }),
      node('ArgMax', { in: ['p'], out: ['y'] }, { axis: -1 }),
    ];
    expect(kinds(compileSmall(small(sigmoid)))).toEqual(['input', 'map', 'linear', 'argmax']);
  });

  test('a function at the end is an answer of 8 bits', () => {
    const compiled = compileSmall(small([node('Sigmoid', { in: ['h'], out: ['y'] })]));
    expect(compiled.parsed.tensors.at(-1)).toEqual({ dtype: 'u8', size: 3 });
    const { scale = 0, zero = 0 } = compiled.tensors.at(-1) ?? {};
    expect(scale * 255 + zero).toBeLessThanOrEqual(1.0001);
  });

  test('the sum of two tensors can be the answer', () => {
    const nodes = [
      relu,
      node('MatMul', { in: ['r', 'v'], out: ['a'] }),
      node('MatMul', { in: ['h', 'v'], out: ['b'] }),
    ];
    const model = small([...nodes, node('Add', { in: ['a', 'b'], out: ['y'] })]);
    const compiled = compileSmall(model, { answer: 'values' });
    expect(kinds(compiled).at(-1)).toBe('add');
    expect(judge(model, compiled, SAMPLES).relativeError).toBeLessThan(0.02);
  });

  test('bytes are taken as they are by a model with uint8 input', () => {
    const cast = node('Cast', { in: ['x'], out: ['f'] }, { to: 1 });
    const model = small([], {
      input: [valueInfo('x', [1, 4], 2)],
      output: [valueInfo('y', [])],
      node: [cast, node('MatMul', { in: ['f', 'w'], out: ['y'] })],
    });
    const { input } = compileSmall(model, { answer: 'values' });
    expect(input).toMatchObject({ scale: 1, offset: 0 });
    expect(() => compileSmall(model, { inputScale: { scale: 2, offset: 0 } })).toThrow('takes bytes as they are');
  });

  test('extreme weights and biases stay within the operator’s numbers', () => {
    const tiny = [floatTensor('v', [3, 2], [1e-6, 0, -1e-6, 0, 2e-6, 0]), floatTensor('c', [2], [5, -7])];
    const model = small([node('Relu', { in: ['h'], out: ['r'] }), node('Gemm', { in: ['r', 'v2', 'c'], out: ['y'] })], {
      initializer: [{ ...tiny[0], name: 'v2' }, tiny[1] ?? {}],
    });
    expect(judge(model, compileSmall(model, { answer: 'values' }), SAMPLES).relativeError).toBeLessThan(0.01);
    const zero = small([node('Gemm', { in: ['h', 'v2', 'c'], out: ['y'] })], {
      initializer: [floatTensor('v2', [3, 2], [0, 0, 0, 0, 0, 0]), floatTensor('c', [2], [0, 0])],
    });
    expect(judge(zero, compileSmall(zero, { answer: 'values' }), SAMPLES).largestError).toBe(0);
  });

  const unknown = node('NonZero', { in: ['x'], out: ['y'], name: 'features.0' });
  const square = floatTensor('sq', [3, 3], [1, 0, 0, 0, 1, 0.5, 0, 0, 1]);
  const compiles: [string, Uint8Array][] = [
    [
      'many rows',
      small([], {
        node: [node('Reshape', { in: ['x', 's'], out: ['r'] }), node('MatMul', { in: ['r', 'u'], out: ['y'] })],
        initializer: [intTensor('s', [2], [2, 2]), floatTensor('u', [2, 1], [1, 2])],
      }),
    ],
    ['Softmax in the middle', small([node('Softmax', { in: ['h'], out: ['r'] }), last])],
    [
      'a residual',
      small(
        [
          relu,
          node('MatMul', { in: ['r', 'sq'], out: ['s'] }),
          node('Add', { in: ['s', 'h'], out: ['q'] }),
          node('Relu', { in: ['q'], out: ['t'] }),
          node('MatMul', { in: ['t', 'v'], out: ['y'] }),
        ],
        { initializer: [square] },
      ),
    ],
    [
      'a product of two tensors',
      small([relu, node('MatMul', { in: ['r', 'sq'], out: ['q'] }), node('Mul', { in: ['q', 'h'], out: ['y'] })], {
        initializer: [square],
      }),
    ],
    [
      'a product of two computed matrices',
      small([node('Transpose', { in: ['h'], out: ['t'] }), node('MatMul', { in: ['h', 't'], out: ['y'] })]),
    ],
  ];
  test.each(compiles)('%s stays near the float model', (_, model) => {
    const compiled = compileSmall(model, { answer: 'values' });
    expect(judge(model, compiled, SAMPLES).relativeError).toBeLessThan(0.03);
  });

  const refused: [string, string, string, Uint8Array][] = [
    [
      'an unknown operator',
      'onnx/unsupported',
      'Node 1 "features.0" (NonZero) is an operator that cannot be compiled yet',
      small([unknown]),
    ],
    [
      'a cast that truncates',
      'onnx/unsupported',
      'cut off',
      small([node('Cast', { in: ['h'], out: ['y'] }, { to: 6 })]),
    ],
    [
      'shapes that do not fit',
      'onnx/shape',
      '[1, 3] and [2] do not fit',
      small([node('Add', { in: ['h', 'two'], out: ['y'] })], { initializer: [floatTensor('two', [2], [1, 2])] }),
    ],
    [
      'a matrix that does not fit',
      'onnx/shape',
      'it multiplies [1, 3] and [4, 3]',
      small([node('MatMul', { in: ['h', 'w'], out: ['y'] })]),
    ],
    [
      'an open input size',
      'onnx/shape',
      'Dimension 1 of input "x" is open',
      small([relu, last], { input: [valueInfo('x', [1, 'n'])] }),
    ],
    [
      'an input that is too big',
      'onnx/limit',
      '4097 elements',
      small([relu, last], { input: [valueInfo('x', [1, 4097])] }),
    ],
    [
      'two inputs',
      'onnx/unsupported',
      '2 inputs ("x", "z")',
      small([relu, last], { input: [valueInfo('x', [1, 4]), valueInfo('z', [1])] }),
    ],
    [
      'two outputs',
      'onnx/unsupported',
      'say which one',
      small([relu, last], { output: [valueInfo('y', []), valueInfo('r', [])] }),
    ],
    [
      'an answer without input',
      'onnx/unsupported',
      'does not depend on the input',
      small([], { output: [valueInfo('w', [])] }),
    ],
    [
      'a division by zero',
      'onnx/unsupported',
      'is NaN for sample',
      small([node('Div', { in: ['h', 'o'], out: ['y'] })], { initializer: [floatTensor('o', [], [0])] }),
    ],
    ['a bomb of constants', 'onnx/limit', 'unfold', small(bomb(), { initializer: [intTensor('s', [1], [1 << 26])] })],
  ];
  test.each(refused)('refuses %s', (_, code, message, model) => {
    expect(() => compileSmall(model)).toThrow(expect.objectContaining({ code }));
    expect(() => compileSmall(model)).toThrow(message);
  });

  test('what the answer does not need may be anything', () => {
    expect(kinds(compileSmall(small([relu, last, { ...unknown, output: ['unused'] }])))).toHaveLength(4);
  });

  test('one output of several is compiled when it is named', () => {
    const model = small([relu, last], { output: [valueInfo('y', []), valueInfo('r', [])] });
    expect(compileSmall(model, { output: 'r' }).parsed.tensors.at(-1)?.size).toBe(3);
  });

  test('samples of another size are refused', () => {
    expect(() => compileSmall(small([relu, last]), { samples: [new Uint8Array(3)] })).toThrow('3 bytes, not 4');
    expect(() => compileSmall(small([relu, last]), { samples: [] })).toThrow('no samples');
  });

  test('progress is told, to the end', () => {
    const seen: string[] = [];
    compileSmall(small([relu, last]), {
      onProgress: ({ stage, done, total }) => seen.push(`${stage} ${done}/${total}`),
    });
    expect(seen).toContain('calibrate 64/64');
    expect(seen.at(-1)).toBe('quantise 4/4');
  });

  test('x · x · x … sixty times is evaluated once a level', () => {
    const squares = Array.from({ length: 60 }, (_, i) => {
      const x = i === 0 ? 't' : `q${i - 1}`;
      return node('Mul', { in: [x, x], out: [`q${i}`] });
    });
    const model = small([
      node('Tanh', { in: ['h'], out: ['t'] }),
      ...squares,
      node('MatMul', { in: ['q59', 'v'], out: ['y'] }),
    ]);
    expect(kinds(compileSmall(model))).toContain('map');
  });
});

function bomb(): Message<'NodeProto'>[] {
  const filled = ['a', 'b', 'c'].map((name) => node('ConstantOfShape', { in: ['s'], out: [name] }));
  return [...filled, node('Concat', { in: ['a', 'b', 'c'], out: ['y'] }, { axis: 0 })];
}
