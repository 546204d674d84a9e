import type { DType } from '../engine/tensor.ts';
import { ELEMENT_BYTES } from '../engine/tensor.ts';

/** What an operator does, what it reads, and the arithmetic line by line. */
export type Told = { words: string; inputs: { name: string; values: number[] }[]; lines: string[] };

const format = new Intl.NumberFormat('en');

/** A number as a reader sees it: grouped, with a true minus sign. */
export function n(value: number): string {
  return format.format(value).replace('-', '−');
}

/** Element number `index` of a tensor's bytes. */
export function valueAt(bytes: Uint8Array, dtype: DType, index: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = index * ELEMENT_BYTES[dtype];
  if (offset + ELEMENT_BYTES[dtype] > bytes.length) return 0;
  switch (dtype) {
    case 'i7':
    case 'u7':
    case 'i8':
      return view.getInt8(offset);
    case 'u8':
      return view.getUint8(offset);
    case 'i16':
      return view.getInt16(offset, true);
    case 'i32':
      return view.getInt32(offset, true);
    default:
      return dtype satisfies never;
  }
}
