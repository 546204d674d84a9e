import { expect, test } from 'vitest';
import { linear } from '../ops/linear.ts';
import { Random } from '../testing/random.ts';
import { compileKernels, instantiate, type Kernel, reserve } from './kernel.ts';

const kernels = compileKernels().map((module) => ({ build: module.build, kernel: instantiate(module) }));

type Problem = { rows: number; columns: number; count: number; shift: number; isWide: boolean; isBiased: boolean };

/** `count` vectors through both: the plain operator, and the matrix form of the kernel. */
function check(
  { build, kernel }: { build: string; kernel: Kernel },
  problem: Problem,
  bytes: { weights: Uint8Array; x: Int8Array },
): void {
  const { rows, columns, count, shift, isWide, isBiased } = problem;
  const operand = Math.ceil(columns / 32) * 32 * (build === 'relaxed' ? 1 : 2);
  const size = bytes.weights.length;
  const at = { weights: 0, x: 0, operands: 0, sums: 0, out: 0 };
  let end = Math.ceil(kernel.heapBase() / 64) * 64 + 1; // any address will do for weights
  for (const [name, length] of [
    ['weights', size + 64],
    ['x', count * columns],
    ['operands', count * operand],
    ['sums', 4 * rows],
    ['out', 2 * count * rows],
  ] as const) {
    at[name] = end;
    end = Math.ceil((end + length) / 16) * 16;
  }
  reserve(kernel, end);
  const { buffer } = kernel.memory;
  new Uint8Array(buffer, at.weights, size).set(bytes.weights);
  new Int8Array(buffer, at.x, count * columns).set(bytes.x);
  const bias = isBiased && build === 'relaxed' ? 64 : 0;
  for (let m = 0; m < count; m++) kernel.prepare(at.x + m * columns, columns, bias, at.operands + m * operand);
  if (bias !== 0) kernel.sumRows(at.weights, rows, columns, at.sums);
  kernel.use(shift, isWide ? -32768 : -64, isWide ? 32767 : 63, isWide ? 1 : 0);
  kernel.linearBatch(at.weights, rows, columns, at.operands, count, bias === 0 ? 0 : at.sums, at.out);
  const raw = new DataView(bytes.weights.buffer, bytes.weights.byteOffset, size);
  const signed = new Int8Array(bytes.weights.buffer, bytes.weights.byteOffset, size);
  for (let m = 0; m < count; m++) {
    const out = isWide ? new Int16Array(rows) : new Int8Array(rows);
    const rule = { bytes: signed, view: raw, offset: 0, shift, dtype: isWide ? 'i16' : 'i7' } as const;
    linear(bytes.x.subarray(m * columns, (m + 1) * columns), rule, out);
    const found = buffer.slice(at.out + m * out.byteLength, at.out + (m + 1) * out.byteLength);
    expect(isWide ? new Int16Array(found) : new Int8Array(found), JSON.stringify({ ...problem, m })).toEqual(out);
  }
}

test.each(kernels)('$build: the matrix form is the operator for each vector', (kernel) => {
  for (let seed = 0; seed < 400; seed++) {
    const random = new Random(seed);
    const [rows, columns, count] = [random.int(1, 19), random.int(1, 67), random.int(1, 5)];
    const isBiased = random.chance(2);
    const low = isBiased ? -64 : 0;
    const x = Int8Array.from({ length: count * columns }, () =>
      random.chance(3) ? random.pick([low, low + 127]) : random.int(low, low + 127),
    );
    const problem = { rows, columns, count, shift: random.int(18, 32), isWide: random.chance(2), isBiased };
    check(kernel, problem, { weights: random.bytes(rows * (columns + 8)), x });
  }
});

test.each(kernels)('$build: the widest rows of nothing but extremes', (kernel) => {
  const columns = 65_536;
  for (const weight of [-128, 127]) {
    for (const value of [-64, 63, 127]) {
      const rows = 5;
      const weights = new Uint8Array(rows * (columns + 8)).fill(weight);
      const view = new DataView(weights.buffer);
      for (let n = 0; n < rows; n++) {
        view.setInt32(n * (columns + 8) + columns, n % 2 === 0 ? 2 ** 31 - 1 : -(2 ** 31), true);
        view.setUint16(n * (columns + 8) + columns + 4, 65_535, true);
      }
      const problem = { rows, columns, count: 3, shift: 34, isWide: true, isBiased: value !== 127 };
      check(kernel, problem, { weights, x: new Int8Array(3 * columns).fill(value) });
    }
  }
});
