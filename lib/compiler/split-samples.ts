import { OnnxError } from '../onnx/error.ts';

/** IDX files of unsigned bytes begin with two zeros, this type, and the number of dimensions. */
const IDX_BYTES = 0x08;

/**
 * The samples of `size` bytes in a file that holds one or more, one after the other, as raw bytes or as an IDX file. Throws
 * `samples/bad` with the file's name `where`.
 */
export function splitSamples(file: Uint8Array, { size, where }: { size: number; where: string }): Uint8Array[] {
  const bytes = withoutIdxHeader(file);
  if (bytes.length === 0 || bytes.length % size !== 0) {
    throw new OnnxError('samples/bad', `${where} has ${bytes.length} bytes, which is no whole number of ${size}.`);
  }
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

/** The bytes of a file, without its header where it is an IDX file of unsigned bytes. */
export function withoutIdxHeader(bytes: Uint8Array): Uint8Array {
  const isIdx =
    bytes[0] === 0 && bytes[1] === 0 && bytes[2] === IDX_BYTES && (bytes[3] ?? 0) >= 1 && (bytes[3] ?? 9) <= 4;
  if (!isIdx) return bytes;
  const header = 4 + 4 * (bytes[3] ?? 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let elements = 1;
  for (let at = 4; at + 4 <= header && at + 4 <= bytes.length; at += 4) elements *= view.getUint32(at);
  return elements === bytes.length - header ? bytes.subarray(header) : bytes;
}
