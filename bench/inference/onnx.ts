/** ONNX element types. */
export const ONNX_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6 } as const;

/** A constant of a graph: little-endian bytes. */
export type Constant = {
  name: string;
  type: keyof typeof ONNX_TYPE;
  dims: readonly number[];
  bytes: Uint8Array;
};

/** A value that goes into a graph or comes out of it. */
export type Port = { name: string; type: keyof typeof ONNX_TYPE; dims: readonly number[] };

/** One node: an operator of the ONNX standard, with attributes that are whole numbers or lists of them. */
export type Node = {
  op: string;
  inputs: readonly string[];
  output: string;
  attributes?: Readonly<Record<string, number | readonly number[]>>;
};

/** An ONNX graph as the bytes of a model file: just the protobuf fields that a runtime needs (onnx.proto, opset 13). */
export function encodeOnnx(graph: {
  nodes: readonly Node[];
  constants: readonly Constant[];
  input: Port;
  output: Port;
}): Uint8Array {
  const nodes = graph.nodes.map(({ op, inputs, output, attributes = {} }) =>
    bytesField(1, [
      ...inputs.flatMap((name) => textField(1, name)),
      ...textField(2, output),
      ...textField(4, op),
      ...Object.entries(attributes).flatMap(([name, value]) => bytesField(5, attribute(name, value))),
    ]),
  );
  const constants = graph.constants.map(({ name, type, dims, bytes }) =>
    concat([...header(5, concat([tensorHead({ name, type, dims }), header(9, bytes)]))]),
  );
  const body = concat([
    ...nodes.map((bytes) => Uint8Array.from(bytes)),
    Uint8Array.from(textField(2, 'bench')),
    ...constants,
    Uint8Array.from(bytesField(11, portOf(graph.input))),
    Uint8Array.from(bytesField(12, portOf(graph.output))),
  ]);
  const opset = bytesField(8, [...textField(1, ''), ...intField(2, 13)]);
  return concat([Uint8Array.from([...intField(1, 8), ...opset]), ...header(7, body)]);
}

/** A scalar constant. */
export function scalar(name: string, type: Constant['type'], value: number): Constant {
  const bytes = new Uint8Array(type === 'float' || type === 'int32' ? 4 : 1);
  const view = new DataView(bytes.buffer);
  if (type === 'float') view.setFloat32(0, value, true);
  else if (type === 'int32') view.setInt32(0, value, true);
  else view.setUint8(0, value & 255);
  return { name, type, dims: [], bytes };
}

function attribute(name: string, value: number | readonly number[]): number[] {
  if (typeof value === 'number') return [...textField(1, name), ...intField(3, value), ...intField(20, 2)];
  return [...textField(1, name), ...value.flatMap((entry) => intField(8, entry)), ...intField(20, 7)];
}

function tensorHead({ name, type, dims }: Port): Uint8Array {
  return Uint8Array.from([
    ...dims.flatMap((size) => intField(1, size)),
    ...intField(2, ONNX_TYPE[type]),
    ...textField(8, name),
  ]);
}

function portOf({ name, type, dims }: Port): number[] {
  const shape = dims.flatMap((size) => bytesField(1, intField(1, size)));
  const tensor = [...intField(1, ONNX_TYPE[type]), ...bytesField(2, shape)];
  return [...textField(1, name), ...bytesField(2, bytesField(1, tensor))];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

const intField = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];

const bytesField = (field: number, bytes: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];

const textField = (field: number, text: string): number[] => bytesField(field, [...new TextEncoder().encode(text)]);

/** A long field: its head and its bytes, not copied. */
const header = (field: number, bytes: Uint8Array): Uint8Array[] => [
  Uint8Array.from([...varint(field * 8 + 2), ...varint(bytes.length)]),
  bytes,
];

function concat(parts: readonly (Uint8Array | readonly Uint8Array[])[]): Uint8Array {
  const flat = parts.flatMap((part) => (part instanceof Uint8Array ? [part] : part));
  const bytes = new Uint8Array(flat.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of flat) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
