import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxError } from '../../lib/onnx/error.ts';

/** IDX files of unsigned bytes begin with two zeros, this type, and the number of dimensions. */
const IDX_BYTES = 0x08;

/**
 * Requests of `size` bytes from a file, or from all files of a folder by name, `limit` of them at most. A file holds one or more
 * samples, one after the other, as raw bytes or as an IDX file.
 */
export async function readSamples(
  path: string,
  { size, limit }: { size: number; limit: number },
): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = [];
  for (const file of await filesOf(path)) {
    const bytes = withoutHeader(new Uint8Array(await readFile(file)));
    if (bytes.length === 0 || bytes.length % size !== 0) {
      throw new OnnxError('samples/bad', `${file} has ${bytes.length} bytes, which is no whole number of ${size}.`);
    }
    for (let at = 0; at < bytes.length; at += size) {
      if (samples.length === limit) return samples;
      samples.push(bytes.slice(at, at + size));
    }
  }
  return samples;
}

/** One byte for each sample: the class that is right. */
export async function readTruth(file: string): Promise<Uint8Array> {
  return withoutHeader(new Uint8Array(await readFile(file)));
}

async function filesOf(path: string): Promise<string[]> {
  const info = await stat(path).catch((cause) => {
    throw new OnnxError('samples/bad', `${path} cannot be read.`, cause);
  });
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
  if (names.length === 0) throw new OnnxError('samples/bad', `${path} holds no files.`);
  return names.map((name) => join(path, name));
}

function withoutHeader(bytes: Uint8Array): Uint8Array {
  const isIdx =
    bytes[0] === 0 && bytes[1] === 0 && bytes[2] === IDX_BYTES && (bytes[3] ?? 0) >= 1 && (bytes[3] ?? 9) <= 4;
  if (!isIdx) return bytes;
  const header = 4 + 4 * (bytes[3] ?? 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let elements = 1;
  for (let at = 4; at + 4 <= header && at + 4 <= bytes.length; at += 4) elements *= view.getUint32(at);
  return elements === bytes.length - header ? bytes.subarray(header) : bytes;
}
