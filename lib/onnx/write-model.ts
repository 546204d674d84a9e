import { encode } from './protobuf.ts';
import type { Message } from './schema.ts';

const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

/** A float32 initializer or constant. */
export function floatTensor(name: string, dims: readonly number[], values: ArrayLike<number>): Message<'TensorProto'> {
  const rawData = new Uint8Array(4 * values.length);
  const view = new DataView(rawData.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i] ?? 0, true);
  return { dims, dataType: 1, name, rawData };
}

/** An int64 initializer or constant, such as a shape. */
export function intTensor(name: string, dims: readonly number[], values: readonly number[]): Message<'TensorProto'> {
  return { dims, dataType: 7, int64Data: values, name };
}

/** What an attribute of a node may be here: a JavaScript integer is an int, `{ float }` any number. */
export type AttributeValue = number | { readonly float: number } | string | readonly number[] | Message<'TensorProto'>;

function attribute(name: string, value: AttributeValue): Message<'AttributeProto'> {
  if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE.int };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: ATTRIBUTE.string };
  if (Array.isArray(value)) return { name, ints: value, type: ATTRIBUTE.ints };
  if ('float' in value) return { name, f: value.float, type: ATTRIBUTE.float };
  return { name, t: value as Message<'TensorProto'>, type: ATTRIBUTE.tensor }; // boundary: the only kind left
}

/** One node of a graph. */
export function node(
  opType: string,
  io: { in: readonly string[]; out: readonly string[]; name?: string; domain?: string },
  attributes: Readonly<Record<string, AttributeValue>> = {},
): Message<'NodeProto'> {
  return {
    input: io.in,
    output: io.out,
    name: io.name ?? `${opType}_${io.out[0] ?? ''}`,
    opType,
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    ...(io.domain === undefined ? {} : { domain: io.domain }),
  };
}

/** A graph's input or output. A string dimension is symbolic; `elemType` 1 is float32. */
export function valueInfo(name: string, dims: readonly (number | string)[], elemType = 1): Message<'ValueInfoProto'> {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** The bytes of an ONNX file. */
export function writeModel(
  graph: Message<'GraphProto'>,
  options: { opset?: number; producerName?: string } = {},
): Uint8Array {
  return encode('ModelProto', {
    irVersion: 8,
    producerName: options.producerName ?? 'openimo',
    graph: { name: 'graph', ...graph },
    opsetImport: [{ domain: '', version: options.opset ?? 17 }],
  });
}
