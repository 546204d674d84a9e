/**
 * The messages of ONNX that are read or written here, in the JSON form of protobufjs: field names, numbers and types as the
 * format fixes them. What is left out (training info, functions, metadata) is skipped by the reader.
 * Source: the ONNX IR specification, https://onnx.ai/onnx/repo-docs/IR.html.
 */
export const ONNX = {
  ModelProto: {
    fields: {
      irVersion: { id: 1, type: 'int64' },
      producerName: { id: 2, type: 'string' },
      producerVersion: { id: 3, type: 'string' },
      graph: { id: 7, type: 'GraphProto' },
      opsetImport: { id: 8, type: 'OperatorSetIdProto', rule: 'repeated' },
    },
  },
  OperatorSetIdProto: {
    fields: {
      domain: { id: 1, type: 'string' },
      version: { id: 2, type: 'int64' },
    },
  },
  GraphProto: {
    fields: {
      node: { id: 1, type: 'NodeProto', rule: 'repeated' },
      name: { id: 2, type: 'string' },
      initializer: { id: 5, type: 'TensorProto', rule: 'repeated' },
      input: { id: 11, type: 'ValueInfoProto', rule: 'repeated' },
      output: { id: 12, type: 'ValueInfoProto', rule: 'repeated' },
      sparseInitializer: { id: 15, type: 'SparseTensorProto', rule: 'repeated' },
    },
  },
  SparseTensorProto: { fields: {} },
  NodeProto: {
    fields: {
      input: { id: 1, type: 'string', rule: 'repeated' },
      output: { id: 2, type: 'string', rule: 'repeated' },
      name: { id: 3, type: 'string' },
      opType: { id: 4, type: 'string' },
      attribute: { id: 5, type: 'AttributeProto', rule: 'repeated' },
      domain: { id: 7, type: 'string' },
    },
  },
  AttributeProto: {
    fields: {
      name: { id: 1, type: 'string' },
      f: { id: 2, type: 'float' },
      i: { id: 3, type: 'int64' },
      s: { id: 4, type: 'bytes' },
      t: { id: 5, type: 'TensorProto' },
      floats: { id: 7, type: 'float', rule: 'repeated' },
      ints: { id: 8, type: 'int64', rule: 'repeated' },
      type: { id: 20, type: 'int32' },
    },
  },
  TensorProto: {
    fields: {
      dims: { id: 1, type: 'int64', rule: 'repeated' },
      dataType: { id: 2, type: 'int32' },
      floatData: { id: 4, type: 'float', rule: 'repeated' },
      int32Data: { id: 5, type: 'int32', rule: 'repeated' },
      int64Data: { id: 7, type: 'int64', rule: 'repeated' },
      name: { id: 8, type: 'string' },
      rawData: { id: 9, type: 'bytes' },
      doubleData: { id: 10, type: 'double', rule: 'repeated' },
      dataLocation: { id: 14, type: 'int32' },
    },
  },
  ValueInfoProto: {
    fields: {
      name: { id: 1, type: 'string' },
      type: { id: 2, type: 'TypeProto' },
    },
  },
  TypeProto: { fields: { tensorType: { id: 1, type: 'TensorTypeProto' } } },
  TensorTypeProto: {
    fields: {
      elemType: { id: 1, type: 'int32' },
      shape: { id: 2, type: 'TensorShapeProto' },
    },
  },
  TensorShapeProto: { fields: { dim: { id: 1, type: 'DimensionProto', rule: 'repeated' } } },
  DimensionProto: {
    fields: {
      dimValue: { id: 1, type: 'int64' },
      dimParam: { id: 2, type: 'string' },
    },
  },
} as const;

/** Names of the messages above. */
export type MessageName = keyof typeof ONNX;

type Scalars = { int64: number; int32: number; float: number; double: number; string: string; bytes: Uint8Array };

type One<T> = T extends keyof Scalars ? Scalars[T] : T extends MessageName ? Message<T> : never;

type Value<F> = F extends { type: infer T; rule: 'repeated' }
  ? readonly One<T>[]
  : F extends { type: infer T }
    ? One<T>
    : never;

/** A message as a plain object: a field that is absent is left out, a repeated one that is empty too. */
export type Message<N extends MessageName> = {
  readonly [K in keyof (typeof ONNX)[N]['fields']]?: Value<(typeof ONNX)[N]['fields'][K]>;
};

/** Element types of TensorProto that have a name here; the others are refused by number. */
export const ELEMENT_TYPES = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
} as const;

/** An element type that can be read. */
export type ElementType = (typeof ELEMENT_TYPES)[keyof typeof ELEMENT_TYPES];
