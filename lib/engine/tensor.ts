import { EngineError } from './error.ts';

/** Element types. i7 and u7 take one byte each; see docs/op-spec.md, "Types". */
export type DType = 'i7' | 'u7' | 'i8' | 'u8' | 'i16' | 'i32';

/** The values of one tensor. i7, u7 and i8 live in an Int8Array. */
export type Values = Int8Array | Uint8Array | Int16Array | Int32Array;

/** What the program knows of a tensor: its element type and how many elements it has. */
export type TensorInfo = { readonly dtype: DType; readonly size: number };

/** Smallest and largest value of each element type. */
export const RANGE: Readonly<Record<DType, { readonly low: number; readonly high: number }>> = {
  i7: { low: -64, high: 63 },
  u7: { low: 0, high: 127 },
  i8: { low: -128, high: 127 },
  u8: { low: 0, high: 255 },
  i16: { low: -32768, high: 32767 },
  i32: { low: -2147483648, high: 2147483647 },
};

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<DType, number>> = { i7: 1, u7: 1, i8: 1, u8: 1, i16: 2, i32: 4 };

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A zeroed tensor. Throws `machine/byte-order` on a big-endian machine, whose typed arrays the trace cannot use. */
export function allocate({ dtype, size }: TensorInfo): Values {
  if (!LITTLE_ENDIAN) throw new EngineError('machine/byte-order', 'The engine needs a little-endian machine.');
  switch (dtype) {
    case 'i7':
    case 'u7':
    case 'i8':
      return new Int8Array(size);
    case 'u8':
      return new Uint8Array(size);
    case 'i16':
      return new Int16Array(size);
    case 'i32':
      return new Int32Array(size);
    default:
      return dtype satisfies never;
  }
}

/** The tensor's bytes, little-endian: what the trace commits to. A view, not a copy. */
export function bytesOf(values: Values): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
