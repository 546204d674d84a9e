import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { decode, encode } from './protobuf.ts';
import { ONNX } from './schema.ts';
import { normals, seeded } from './testing/random.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from './write-model.ts';

const GRAPH = {
  input: [valueInfo('x', ['batch', 3])],
  output: [valueInfo('y', [1, 2])],
  initializer: [
    floatTensor('w', [3, 2], [1.5, -2, 0, 4, 5, 6]),
    intTensor('shape', [2], [-1, 2]),
    { name: 'd', dims: [1], dataType: 11, doubleData: [Math.PI] },
  ],
  node: [node('Gemm', { in: ['x', 'w'], out: ['y'] }, { alpha: { float: 0.5 }, transB: 0, perm: [1, 0] })],
};

/** protobufjs' own reader of the same descriptor: another implementation of the format. */
const theirs = protobuf.Root.fromJSON({ nested: JSON.parse(JSON.stringify(ONNX)) }).lookupType('ModelProto');

describe('decode', () => {
  test('reads back what encode writes', () => {
    const bytes = writeModel(GRAPH);
    expect(decode('ModelProto', bytes)).toEqual({
      irVersion: 8,
      producerName: 'openimo',
      graph: { name: 'graph', ...GRAPH },
      opsetImport: [{ domain: '', version: 17 }],
    });
  });

  test('agrees with protobufjs, packed or not', () => {
    const message = decode('ModelProto', writeModel(GRAPH));
    const packed = theirs.encode(theirs.fromObject(JSON.parse(JSON.stringify(message, plainBytes)))).finish();
    const options = { longs: Number, bytes: Array };
    expect(JSON.parse(JSON.stringify(theirs.toObject(theirs.decode(packed), options), plainBytes))).toEqual(
      JSON.parse(JSON.stringify(message, plainBytes)),
    );
    expect(decode('ModelProto', packed)).toEqual(message);
  });

  test('keeps int64 within ±2^53 exactly', () => {
    for (const i of [0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1 - 2 ** 53]) {
      expect(decode('AttributeProto', encode('AttributeProto', { i })).i).toBe(i);
    }
  });

  test('joins two messages that follow one another', () => {
    const more = encode('ModelProto', { graph: { output: [{ name: 'z' }] } });
    const bytes = Uint8Array.from([...encode('ModelProto', { graph: { output: [{ name: 'y' }] } }), ...more]);
    expect(decode('ModelProto', bytes).graph?.output).toEqual([{ name: 'y' }, { name: 'z' }]);
  });

  test.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, -5)],
    ['of another kind', () => new TextEncoder().encode('{"format":"openimo-program"}')],
    ['with a field that reaches beyond the end', () => Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0x7f, 1)],
    ['with a wrong wire type', () => Uint8Array.of(0x38, 1)],
  ])('refuses a file that is %s', (_, change) => {
    expect(() => decode('ModelProto', change(writeModel(GRAPH)))).toThrow(
      expect.objectContaining({ code: 'onnx/malformed' }),
    );
  });

  test('refuses a bomb of empty messages', () => {
    const graph = new Uint8Array(2 * (1 << 18) + 2);
    for (let at = 0; at < graph.length; at += 2) graph[at] = 0x0a; // a node of no bytes
    const bytes = new protobuf.Writer().uint32(0x3a).bytes(graph).finish();
    expect(() => decode('ModelProto', bytes)).toThrow(expect.objectContaining({ code: 'onnx/limit' }));
  });

  test('reads raw tensors without a copy', () => {
    const values = normals(seeded(1), 1000);
    const bytes = writeModel({ initializer: [floatTensor('w', [1000], values)] });
    const raw = decode('ModelProto', bytes).graph?.initializer?.[0]?.rawData;
    expect(raw?.buffer).toBe(bytes.buffer);
  });
});

function plainBytes(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Array.from(value) : value;
}
