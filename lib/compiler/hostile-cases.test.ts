import { describe, expect, test } from 'vitest';
import { encode } from '../onnx/protobuf.ts';
import type { Message } from '../onnx/schema.ts';
import { type AttributeValue, floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { compile } from './compile.ts';
import { chainOf, type Step } from './testing/networks.ts';

// What someone would try on purpose, by name. A small file stays small: in time, and in memory.

/** Most that one of these files may take: ms of the processor, MiB of the process. */
const [SLOWEST_MS, PEAK_MIB] = [10_000, 1024];

/** The error's code, or 'compiled'. Anything else fails the test. */
function outcome(model: Uint8Array, size: number): string {
  const start = process.cpuUsage();
  try {
    compile({ model, samples: [new Uint8Array(size).fill(7)], answer: 'values' });
    return 'compiled';
  } catch (error) {
    expect(error).toMatchObject({ name: 'OnnxError', message: expect.stringMatching(/\.$/) });
    return (error as { code: string }).code; // checked in the line before
  } finally {
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(SLOWEST_MS);
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(PEAK_MIB);
  }
}

const REFUSED = expect.stringMatching(/^onnx\//);
const weights = (name: string, dims: number[]): Message<'TensorProto'> =>
  floatTensor(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => ((i % 5) - 2) / 4),
  );
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
/** A field of protobuf with bytes in it. */
const field = (id: number, bytes: readonly number[]): number[] => [8 * id + 2, ...varint(bytes.length), ...bytes];
const ofChain = (steps: readonly Step[], ...constants: Message<'TensorProto'>[]): string =>
  outcome(chainOf(steps, constants), 128);

describe('windows out of range', () => {
  const window: [string, Record<string, AttributeValue>][] = [
    ['a kernel of 10⁹', { kernel_shape: [1e9, 1e9] }],
    ['a kernel of 65,535', { kernel_shape: [65_535, 65_535], pads: [65_535, 65_535, 65_535, 65_535] }],
    ['a kernel of no dimensions', { kernel_shape: [] }],
    ['a stride of 0', { kernel_shape: [2, 2], strides: [0, 1] }],
    ['a negative stride', { kernel_shape: [2, 2], strides: [-1, 1] }],
    ['negative pads', { kernel_shape: [2, 2], pads: [-1, -1, 0, 0] }],
    ['pads of 10⁹', { kernel_shape: [2, 2], pads: [1e9, 0, 0, 0] }],
    ['huge dilations', { kernel_shape: [2, 2], dilations: [2 ** 31, 2 ** 31] }],
    ['dilations beyond the picture', { kernel_shape: [2, 2], dilations: [65_535, 1] }],
  ];
  test.each(window)('%s', (_, attributes) => {
    expect(ofChain([['MaxPool', [], attributes]])).toEqual(REFUSED);
    expect(ofChain([['AveragePool', [], attributes]])).toEqual(REFUSED);
    const { kernel_shape: kernel = [], ...others } = attributes;
    if (Object.keys(others).length > 0) {
      expect(ofChain([['Conv', ['w'], others]], weights('w', [2, 2, 2, 2]))).toEqual(REFUSED);
      // A transposed convolution may be wider than its picture: refused where it is too wide.
      expect(ofChain([['ConvTranspose', ['w'], others]], weights('w', [2, 2, 2, 2]))).toEqual(expect.any(String));
    }
    const sizes = Array.isArray(kernel) ? [2, 2, ...kernel] : [];
    expect(ofChain([['Conv', ['w']]], { ...weights('w', [2, 2, 2, 2]), dims: [...sizes, 7] })).toEqual(REFUSED);
  });

  test.each([0, -1, 3, 2 ** 31])('groups that do not divide: %d', (group) => {
    expect(ofChain([['Conv', ['w'], { group }]], weights('w', [4, 2, 3, 3]))).toEqual(REFUSED);
    expect(ofChain([['ConvTranspose', ['w'], { group }]], weights('w', [2, 2, 2, 2]))).toEqual(REFUSED);
  });

  test('many windows of many taps are not counted one by one', () => {
    const line = { dims: [1, 1, 4096] };
    for (const kernel of [4096, 65_535]) {
      const pads = [kernel - 1, kernel - 1];
      for (const op of ['AveragePool', 'MaxPool'])
        expect(outcome(chainOf([[op, [], { kernel_shape: [kernel], pads }]], [], line), 4096)).toBe(
          kernel === 4096 ? 'compiled' : 'onnx/limit',
        );
    }
  });
});

describe('shapes', () => {
  test.each([2 ** 31, 2 ** 53, -1, -(2 ** 31), 4097])('an input of %d elements', (size) => {
    expect(outcome(chainOf([['Relu']], [], { dims: [1, size] }), 1)).toEqual(REFUSED);
    expect(outcome(chainOf([['Relu']], [], { dims: [1, 1, size, size] }), 1)).toEqual(REFUSED);
  });

  test('an input with an open size, and with none', () => {
    expect(outcome(chainOf([['Relu']], [], { dims: [1, 0] }), 1)).toBe('onnx/shape');
    expect(outcome(chainOf([['Relu']], [], { dims: [] }), 1)).toEqual(expect.any(String));
  });

  test.each([
    [2 ** 31, 2],
    [-2, 3],
    [0, 0],
    [2 ** 53, 2 ** 53],
    [7, 1],
  ])('a tensor that is said to be %d × %d', (...dims) => {
    expect(
      ofChain(
        [
          ['Reshape', ['s']],
          ['MatMul', ['w']],
        ],
        intTensor('s', [2], [1, 128]),
        {
          ...weights('w', [2, 3]),
          dims,
        },
      ),
    ).toEqual(REFUSED);
  });

  test.each([
    ['two −1', [-1, -1]],
    ['too few elements', [1, 127]],
    ['a negative size', [-2, -64]],
    ['2⁶³', [2 ** 63, 1]],
    ['nothing', [0, 0, 0, 0, 0]],
  ])('Reshape to %s', (_, shape) => {
    expect(ofChain([['Reshape', ['s']]], intTensor('s', [shape.length], shape))).toEqual(REFUSED);
  });

  test('Gather, Slice, Split, Concat and Transpose out of range', () => {
    const far = intTensor('far', [2], [0, 1e9]);
    expect(ofChain([['Gather', ['far'], { axis: 1 }]], far)).toBe('onnx/shape');
    expect(ofChain([['Gather', ['far'], { axis: 9 }]], far)).toBe('onnx/shape');
    expect(ofChain([['Gather', ['far'], { axis: -(2 ** 31) }]], intTensor('far', [1], [-3]))).toBe('onnx/shape');
    const one = (name: string, value: number): Message<'TensorProto'> => intTensor(name, [1], [value]);
    expect(ofChain([['Slice', ['a', 'b', 'c', 'd']]], one('a', 5), one('b', 2), one('c', 2), one('d', 1))).toEqual(
      REFUSED,
    );
    expect(ofChain([['Slice', ['a', 'b', 'c', 'd']]], one('a', 0), one('b', 8), one('c', 2), one('d', 0))).toEqual(
      REFUSED,
    );
    expect(ofChain([['Split', ['s'], { axis: 1 }]], one('s', 2 ** 31))).toEqual(REFUSED);
    expect(ofChain([['Concat', ['w'], { axis: 1 }]], weights('w', [1, 2, 3, 3]))).toEqual(REFUSED);
    expect(ofChain([['Transpose', [], { perm: [0, 1, 1, 2] }]])).toEqual(REFUSED);
    expect(ofChain([['Transpose', [], { perm: [0, 1, 2, 2 ** 31] }]])).toEqual(REFUSED);
  });
});

describe('graphs', () => {
  const io = { input: [valueInfo('x', [1, 4])], output: [valueInfo('y', [])] };

  test('cycles', () => {
    const cycle = [node('Add', { in: ['x', 'b'], out: ['a'] }), node('Relu', { in: ['a'], out: ['b'] })];
    const end = node('Relu', { in: ['b'], out: ['y'] });
    expect(outcome(writeModel({ ...io, node: [...cycle, end] }), 4)).toBe('onnx/malformed');
    expect(outcome(writeModel({ ...io, node: [node('Relu', { in: ['y'], out: ['y'] })] }), 4)).toBe('onnx/malformed');
    expect(outcome(writeModel({ ...io, node: [end, ...cycle.toReversed()] }), 4)).toBe('onnx/malformed');
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'file:///etc/passwd', 'weights.bin'])('weights in %s', (path) => {
    // Fields that are not read have no name here: 13 is external_data, with its pairs of key and value.
    const entry = [field(1, text('location')), field(2, text(path))].flat();
    for (const location of [{}, { dataLocation: 1 }]) {
      const tensor = [
        ...encode('TensorProto', { dims: [4], dataType: 1, name: 'w', ...location }),
        ...field(13, entry),
      ];
      const graph = encode('GraphProto', { ...io, node: [node('Add', { in: ['x', 'w'], out: ['y'] })] });
      const whole = encode('ModelProto', { irVersion: 8, opsetImport: [{ domain: '', version: 17 }] });
      const model = Uint8Array.from([...whole, ...field(7, [...graph, ...field(5, tensor)])]);
      expect(outcome(model, 4)).toBe('dataLocation' in location ? 'onnx/external-data' : 'onnx/shape');
    }
  });
});

describe('small files that would become big', () => {
  const [huge, wide] = [intTensor('huge', [2], [8192, 8192]), intTensor('wide', [4], [65_536, 65_536, 65_536, 65_536])];
  const io = { input: [valueInfo('x', [1, 4])], output: [valueInfo('y', [])] };
  const bomb = (nodes: Message<'NodeProto'>[], ...initializer: Message<'TensorProto'>[]): string =>
    outcome(writeModel({ ...io, initializer, node: nodes }), 4);
  const use = (name: string): Message<'NodeProto'> => node('Add', { in: ['x', name], out: ['y'] });

  test('an initialiser that declares gigabytes', () => {
    expect(bomb([use('w')], { ...weights('w', [4]), dims: [2 ** 30, 4] })).toEqual(REFUSED);
    expect(bomb([use('w')], { ...weights('w', [4]), dims: [2 ** 16, 2 ** 10, 0] })).toEqual(REFUSED);
  });

  test('ConstantOfShape, Expand, Tile and Range', () => {
    const made = node('ConstantOfShape', { in: ['huge'], out: ['c'] });
    expect(bomb([made, node('ReduceMean', { in: ['c'], out: ['m'] }), use('m')], huge)).toBe('onnx/limit');
    expect(bomb([made, node('NonZero', { in: ['c'], out: ['m'] }), use('m')], huge)).toEqual(REFUSED);
    const four = floatTensor('w', [1, 1, 1, 1], [1]);
    for (const op of ['Expand', 'Tile']) {
      const big = node(op, { in: ['w', 'wide'], out: ['c'] });
      expect(bomb([big, use('c')], four, wide)).toBe('onnx/limit');
      expect(bomb([big, node('Clip', { in: ['x', 'c'], out: ['y'] })], four, wide)).toBe('onnx/limit');
      expect(bomb([big, node('Reshape', { in: ['x', 'c'], out: ['y'] })], four, wide)).toBe('onnx/limit');
      expect(
        bomb([big, node('Gather', { in: ['c', 'i'], out: ['g'] }), use('g')], four, wide, intTensor('i', [1], [0])),
      ).toBe('onnx/limit');
    }
    const range = node('Range', { in: ['a', 'b', 'a1'], out: ['r'] });
    const ends = [0, 2 ** 40, 1].map((value, i) => intTensor(['a', 'b', 'a1'][i] ?? '', [], [value]));
    expect(bomb([range, use('r')], ...ends)).toBe('onnx/limit');
  });

  test('the same unfolded constant for thousands of nodes', () => {
    const made = node('ConstantOfShape', { in: ['some'], out: ['c'] });
    const reads = Array.from({ length: 3000 }, (_, i) =>
      node('Clip', { in: [i === 0 ? 'x' : `t${i - 1}`, 'c'], out: [`t${i}`] }),
    );
    const end = node('Identity', { in: ['t2999'], out: ['y'] });
    expect(bomb([made, ...reads, end], intTensor('some', [2], [2048, 2048]))).toBe('onnx/limit');
  });

  test('Pad, Resize and Expand of what is computed', () => {
    const pads = intTensor('p', [8], [0, 0, 65_535, 65_535, 0, 0, 65_535, 65_535]);
    for (const mode of ['constant', 'edge']) expect(ofChain([['Pad', ['p'], { mode }]], pads)).toBe('onnx/limit');
    const sizes = intTensor('s', [4], [1, 2, 65_535, 65_535]);
    expect(ofChain([['Resize', ['', '', 's']], ['Relu']], sizes)).toEqual(REFUSED);
    const many = Array.from({ length: 10_000 }, () => 2);
    expect(
      ofChain(
        [['Resize', ['', '', 's'], { axes: many }]],
        intTensor(
          's',
          [many.length],
          many.map(() => 65_535),
        ),
      ),
    ).toBe('onnx/shape');
    expect(ofChain([['Expand', ['e']], ['Softmax']], intTensor('e', [5], [65_536, 1, 2, 8, 8]))).toEqual(REFUSED);
    expect(ofChain([['Tile', ['t']], ['Softmax']], intTensor('t', [4], [65_536, 65_536, 65_536, 65_536]))).toEqual(
      REFUSED,
    );
  });

  test('hundreds of big tensors that are all needed at the end', () => {
    const shape = intTensor('e', [2], [2 ** 18, 4]);
    const count = 100;
    const grown = node('Expand', { in: ['x', 'e'], out: ['g'] });
    const soft = Array.from({ length: count }, (_, i) =>
      node('Softmax', { in: [i === 0 ? 'g' : `s${i - 1}`], out: [`s${i}`] }),
    );
    const sums = Array.from({ length: count - 1 }, (_, i) =>
      node('Add', { in: [i === 0 ? `s${count - 1}` : `a${i - 1}`, `s${count - 2 - i}`], out: [`a${i}`] }),
    );
    const mean = node('ReduceMean', { in: [`a${count - 2}`], out: ['y'] }, { axes: [0] });
    expect(bomb([grown, ...soft, ...sums, mean], shape)).toBe('onnx/limit');
  });

  test('a function of thousands of steps', () => {
    const steps = Array.from({ length: 4090 }, (_, i): Step => [i % 2 === 0 ? 'Tanh' : 'Sigmoid']);
    expect(ofChain(steps)).toEqual(expect.any(String));
    const branches = Array.from({ length: 40 }, (_, i) => node('Tanh', { in: ['t199'], out: [`b${i}`] }));
    const long = Array.from({ length: 200 }, (_, i) =>
      node('Tanh', { in: [i === 0 ? 'x' : `t${i - 1}`], out: [`t${i}`] }),
    );
    const outs = branches.map((_, i) => node('Softmax', { in: [`b${i}`], out: [`p${i}`] }));
    const all = node('Concat', { in: outs.map((_, i) => `p${i}`), out: ['y'] }, { axis: 1 });
    expect(bomb([...long, ...branches, ...outs, all])).toBe('onnx/limit');
  });
});
