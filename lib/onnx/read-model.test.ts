import { describe, expect, test } from 'vitest';
import { readModel } from './read-model.ts';
import type { Message } from './schema.ts';
import { floatTensor, node, valueInfo, writeModel } from './write-model.ts';

const GEMM = node('Gemm', { in: ['x', 'w'], out: ['y'], name: 'fc1' });

function graph(change: Partial<Message<'GraphProto'>> = {}): Message<'GraphProto'> {
  return {
    input: [valueInfo('x', ['batch', 3])],
    output: [valueInfo('y', [1, 2])],
    initializer: [floatTensor('w', [3, 2], [1, 2, 3, 4, 5, 6])],
    node: [GEMM],
    ...change,
  };
}

describe('readModel', () => {
  test('reads inputs, constants and nodes', () => {
    const { inputs, outputs, initializers, nodes, opset } = readModel(writeModel(graph()));
    expect(inputs).toEqual([{ name: 'x', type: 'float32', dims: [undefined, 3] }]);
    expect(outputs).toEqual(['y']);
    expect(initializers.get('w')).toEqual({ dims: [3, 2], type: 'float32', data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(nodes.map(({ where }) => where)).toEqual(['Node 0 "fc1" (Gemm)']);
    expect(opset).toBe(17);
  });

  test('an initializer that is also listed as an input is a constant', () => {
    const model = graph({ input: [valueInfo('x', [1, 3]), valueInfo('w', [3, 2])] });
    expect(readModel(writeModel(model)).inputs.map(({ name }) => name)).toEqual(['x']);
  });

  test.each([
    ['float16', 10, [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00], [1, -2, 2 ** -24]],
    ['int8', 3, [255, 1, 128], [-1, 1, -128]],
    ['uint8', 2, [255, 1, 128], [255, 1, 128]],
    ['int64', 7, [255, 255, 255, 255, 255, 255, 255, 255], [-1]],
  ])('reads raw %s', (_, dataType, bytes, values) => {
    const w = { name: 'w', dims: [values.length], dataType, rawData: Uint8Array.from(bytes) };
    const { initializers } = readModel(writeModel(graph({ initializer: [w] })));
    expect([...(initializers.get('w')?.data ?? [])]).toEqual(values);
  });

  const refused: [string, string, string, Message<'GraphProto'>, { opset?: number }?][] = [
    ['an old opset', 'onnx/opset', 'opset 6; 7 to 25', graph(), { opset: 6 }],
    ['an unknown opset', 'onnx/opset', 'opset 99', graph(), { opset: 99 }],
    [
      'a reader before its writer',
      'onnx/malformed',
      'reads "z"',
      graph({ node: [node('Relu', { in: ['z'], out: ['y'] }), GEMM] }),
    ],
    ['a tensor written twice', 'onnx/malformed', 'writes "y" again', graph({ node: [GEMM, GEMM] })],
    ['an output that nobody writes', 'onnx/malformed', '"y"', graph({ node: [] })],
    ['a cycle', 'onnx/malformed', 'cyclic', graph({ node: [node('Relu', { in: ['y'], out: ['y'] })] })],
    [
      'a foreign operator',
      'onnx/unsupported',
      '"com.microsoft"',
      graph({ node: [node('Gelu', { in: ['x'], out: ['y'], domain: 'com.microsoft' })] }),
    ],
    [
      'weights in another file',
      'onnx/external-data',
      'another file',
      graph({ initializer: [{ name: 'w', dims: [3, 2], dataType: 1, dataLocation: 1 }] }),
    ],
    [
      'an unknown element type',
      'onnx/unsupported',
      'element type 16',
      graph({ initializer: [{ name: 'w', dims: [1], dataType: 16, rawData: new Uint8Array(2) }] }),
    ],
    [
      'a shape that does not fit',
      'onnx/shape',
      'has 1 elements',
      graph({ initializer: [floatTensor('w', [3, 2], [1])] }),
    ],
    ['a negative dimension', 'onnx/shape', 'dimension -3', graph({ initializer: [floatTensor('w', [-3, 2], [1])] })],
    ['a huge shape', 'onnx/limit', 'more than 67108864', graph({ initializer: [floatTensor('w', [2 ** 40, 2], [1])] })],
    [
      'a weight that is no number',
      'onnx/unsupported',
      'NaN at element 1',
      graph({ initializer: [floatTensor('w', [2], [1, Number.NaN])] }),
    ],
    [
      'half a number',
      'onnx/shape',
      '3 bytes',
      graph({ initializer: [{ name: 'w', dims: [1], dataType: 1, rawData: new Uint8Array(3) }] }),
    ],
    [
      'two constants of one name',
      'onnx/malformed',
      'Two initializers',
      graph({ initializer: [floatTensor('w', [1], [1]), floatTensor('w', [1], [1])] }),
    ],
    ['sparse weights', 'onnx/unsupported', 'sparse', graph({ sparseInitializer: [{}] })],
    ['an input of strings', 'onnx/unsupported', 'element type 8', graph({ input: [valueInfo('x', [1, 3], 8)] })],
    ['an input that is no tensor', 'onnx/unsupported', 'no tensor', graph({ input: [{ name: 'x' }] })],
  ];

  test.each(refused)('refuses %s', (_, code, message, changed, options) => {
    const read = () => readModel(writeModel(changed, options));
    expect(read).toThrow(expect.objectContaining({ code }));
    expect(read).toThrow(message);
  });

  test('refuses what has no graph', () => {
    expect(() => readModel(new Uint8Array())).toThrow(expect.objectContaining({ code: 'onnx/malformed' }));
  });
});
