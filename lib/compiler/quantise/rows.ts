import { LIMITS } from '../../engine/limits.ts';
import { ROW_TRAILER_BYTES } from '../../engine/ops/linear.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { Conv } from '../ir/tensor.ts';
import type { Scale } from '../lower/stage.ts';

const LARGEST_BIAS = 2 ** 31 - 1;

/** Rows of a linear operator as weights.bin holds them, and their common shift. */
export type Rows = { readonly bytes: Uint8Array; readonly shift: number };

/**
 * The rows that turn integers of scale `from` into integers of scale `to`. Each row has its own step: the least that its
 * largest weight needs, rounded up to one that the integer multiplier hits exactly, so that only weights and bias are
 * rounded. Spec: docs/op-spec.md, "Rows of linear".
 */
export function quantiseRows(
  matrix: Pick<Conv, 'rows' | 'weights' | 'bias'>,
  { from, to }: { from: Scale; to: Scale },
  where: string,
): Rows {
  const { rows, weights } = matrix;
  const columns = weights.length / rows;
  const gains = new Float64Array(rows); // output steps for one step of input and a weight of 1/127 of the row's largest
  const biases = new Float64Array(rows); // in output steps
  for (let n = 0; n < rows; n++) {
    let [largest, sum] = [0, 0];
    for (let at = n * columns; at < (n + 1) * columns; at++) {
      largest = Math.max(largest, Math.abs(weights[at] ?? 0));
      sum += weights[at] ?? 0;
    }
    gains[n] = (from.scale * largest) / 127 / to.scale;
    biases[n] = ((matrix.bias[n] ?? 0) + from.zero * sum - to.zero) / to.scale;
  }
  const shift = shiftOf(gains, biases, where);
  const bytes = new Uint8Array(rows * (columns + ROW_TRAILER_BYTES));
  const view = new DataView(bytes.buffer);
  for (let n = 0, row = 0; n < rows; n++) {
    const bias = biases[n] ?? 0;
    const wanted = Math.max(gains[n] ?? 0, Math.abs(bias) / LARGEST_BIAS) * 2 ** shift;
    const mul = Math.max(1, Math.min(LIMITS.mul, Math.ceil(wanted)));
    const step = ((mul / 2 ** shift) * to.scale) / from.scale;
    for (let k = 0; k < columns; k++, row++) {
      bytes[row] = Math.max(-127, Math.min(127, Math.round((weights[n * columns + k] ?? 0) / step)));
    }
    view.setInt32(row, clampBias(Math.round((bias * 2 ** shift) / mul)), true);
    view.setUint16(row + 4, mul, true);
    row += ROW_TRAILER_BYTES;
  }
  return { bytes, shift };
}

/** Adds `steps[n]` output steps to the bias of row n. */
export function shiftBiases({ bytes, shift }: Rows, columns: number, steps: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  steps.forEach((step, n) => {
    const at = n * (columns + ROW_TRAILER_BYTES) + columns;
    const mul = view.getUint16(at + 4, true);
    view.setInt32(at, clampBias(view.getInt32(at, true) + Math.round((step * 2 ** shift) / mul)), true);
  });
}

function clampBias(value: number): number {
  return Math.max(-LARGEST_BIAS, Math.min(LARGEST_BIAS, value));
}

/** The largest shift with which every row's multiplier fits 16 bits. */
function shiftOf(gains: Float64Array, biases: Float64Array, where: string): number {
  let largest = 0;
  gains.forEach((gain, n) => {
    largest = Math.max(largest, gain, Math.abs(biases[n] ?? 0) / LARGEST_BIAS);
  });
  for (let shift: number = LIMITS.shift; shift >= 1; shift--) {
    if (largest * 2 ** shift <= LIMITS.mul) return shift;
  }
  throw new OnnxError('onnx/unsupported', `${where}: its weights are too large for its output to be kept in integers.`);
}
