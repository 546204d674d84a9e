import { OnnxError, quote } from './error.ts';
import { ONNX_LIMITS } from './limits.ts';
import { ELEMENT_TYPES, type ElementType, type Message } from './schema.ts';

/** A constant: its shape, and its elements row by row as doubles (an int64 beyond ±2^53 is not exact). */
export type Constant = {
  readonly dims: readonly number[];
  readonly data: Float64Array;
  readonly type: ElementType;
};

const BYTES: Readonly<Record<ElementType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
};

/** The element type with this number in the format; undefined for one that is not read here. */
export function elementType(number: number | undefined): ElementType | undefined {
  return Object.entries(ELEMENT_TYPES).find(([id]) => Number(id) === number)?.[1];
}

/** Elements of a shape. Throws `onnx/limit` beyond what is read here, `onnx/shape` for a size that is none. */
export function elementsOf(dims: readonly number[], where: string): number {
  if (dims.length > ONNX_LIMITS.rank) {
    throw new OnnxError('onnx/limit', `${where} has ${dims.length} dimensions, more than ${ONNX_LIMITS.rank}.`);
  }
  let elements = 1; // with a 0 counted as 1, so that no other dimension hides behind it
  for (const dim of dims) {
    if (!Number.isSafeInteger(dim) || dim < 0) throw new OnnxError('onnx/shape', `${where} has a dimension ${dim}.`);
    elements *= Math.max(dim, 1);
    if (elements > ONNX_LIMITS.elements) {
      throw new OnnxError('onnx/limit', `${where} has more than ${ONNX_LIMITS.elements} elements.`);
    }
  }
  return dims.includes(0) ? 0 : elements;
}

/** Reads an initializer or the tensor of an attribute. Throws OnnxError that names it. */
export function readTensor(tensor: Message<'TensorProto'>): Constant {
  const where = `Tensor ${quote(tensor.name ?? '')}`;
  const type = elementType(tensor.dataType);
  if (tensor.dataLocation !== undefined && tensor.dataLocation !== 0) {
    throw new OnnxError(
      'onnx/external-data',
      `${where} lies in another file. Save the model with its weights inside (one file, no external data).`,
    );
  }
  if (type === undefined) {
    throw new OnnxError(
      'onnx/unsupported',
      `${where} has element type ${tensor.dataType ?? 0}. Export the model in float32.`,
    );
  }
  const dims = tensor.dims ?? [];
  const elements = elementsOf(dims, where);
  const data = tensor.rawData === undefined ? listed(tensor, type) : raw(tensor.rawData, type, where);
  if (data.length !== elements) {
    throw new OnnxError('onnx/shape', `${where} of shape [${dims.join(', ')}] has ${data.length} elements.`);
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new OnnxError('onnx/unsupported', `${where} holds ${data[bad]} at element ${bad}.`);
  return { dims, data, type };
}

function listed(tensor: Message<'TensorProto'>, type: ElementType): Float64Array {
  if (type === 'float32') return Float64Array.from(tensor.floatData ?? []);
  if (type === 'float64') return Float64Array.from(tensor.doubleData ?? []);
  if (type === 'int64') return Float64Array.from(tensor.int64Data ?? []);
  const values = Float64Array.from(tensor.int32Data ?? []);
  return type === 'float16' ? values.map((bits) => halfToDouble(bits & 0xffff)) : values;
}

function raw(bytes: Uint8Array, type: ElementType, where: string): Float64Array {
  const size = BYTES[type];
  if (bytes.length % size !== 0) {
    throw new OnnxError('onnx/shape', `${where} has ${bytes.length} bytes, which is no whole number of ${type}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data = new Float64Array(bytes.length / size);
  for (let i = 0; i < data.length; i++) data[i] = READ[type](view, i * size);
  return data;
}

const READ: Readonly<Record<ElementType, (view: DataView, at: number) => number>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => halfToDouble(view.getUint16(at, true)),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  int32: (view, at) => view.getInt32(at, true),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
};

/** IEEE 754 binary16. */
function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
