import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { splitSamples, withoutIdxHeader } from '../../lib/compiler/split-samples.ts';
import { splitTexts } from '../../lib/compiler/text/samples.ts';
import { OnnxError } from '../../lib/onnx/error.ts';

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
    for (const sample of splitSamples(new Uint8Array(await readFile(file)), { size, where: file })) {
      if (samples.length === limit) return samples;
      samples.push(sample);
    }
  }
  return samples;
}

/** Texts from a file, or from all files of a folder by name, `limit` of them at most. See `splitTexts`. */
export async function readTexts(
  path: string,
  { limit, ...rules }: { terminator: number; context: number; limit: number },
): Promise<Uint8Array[]> {
  const texts: Uint8Array[] = [];
  for (const file of await filesOf(path)) texts.push(...splitTexts(new Uint8Array(await readFile(file)), rules));
  if (texts.length === 0) throw new OnnxError('samples/bad', `${path} holds no text.`);
  return texts.slice(0, limit);
}

/** One byte for each sample: the class that is right. */
export async function readTruth(file: string): Promise<Uint8Array> {
  return withoutIdxHeader(new Uint8Array(await readFile(file)));
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
