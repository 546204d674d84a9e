import { toFunction } from '../scalar.ts';
import { convolve } from './convolve.ts';
import { embedded, mixOf, scoresOf } from './sequence.ts';
import type { Axis, Of, Tensor, Window } from './tensor.ts';

/** A tensor's values from its sources' values, in doubles. */
export type Evaluate = (sources: readonly ArrayLike<number>[]) => Float64Array;

/** Places that a move keeps from one sample to the next; a bigger one finds them anew. */
const MOST_PLACES = 1 << 16;

const NONE: ArrayLike<number> = [];

/** The plain float reading of a tensor. An input's only source is the request's bytes; what reads the step has it as its last source. */
export function evaluatorOf(tensor: Tensor): Evaluate {
  switch (tensor.kind) {
    case 'input':
      return ([bytes = NONE]) => readIds(bytes, tensor);
    case 'constant':
      return () => tensor.data;
    case 'conv':
      return ([x = NONE]) => clip(convolve(x, tensor), tensor.low, tensor.high);
    case 'affine': {
      const { scale, offset } = tensor;
      return ([x = NONE]) =>
        each(tensor, (j) => (x[j] ?? 0) * (scale[j % scale.length] ?? 0) + (offset[j % scale.length] ?? 0));
    }
    case 'function': {
      const f = toFunction(tensor.scalar);
      return ([x = NONE]) => each(tensor, (j) => f(x[j] ?? 0));
    }
    case 'pool':
      return ([x = NONE]) => pool(x, tensor.window);
    case 'move': {
      const kept = tensor.size <= MOST_PLACES ? placesOf(tensor.order, tensor.base) : undefined;
      return ([x = NONE]) => {
        const places = kept ?? placesOf(tensor.order, tensor.base);
        return each(tensor, (j) => x[places[j] ?? 0] ?? 0);
      };
    }
    case 'concat':
      return ([x = NONE, y = NONE]) => concat(tensor, x, y);
    case 'gather': {
      const { table, width } = tensor;
      const last = table.length / width - 1;
      return ([x = NONE]) =>
        each(tensor, (j) => table[Math.min(x[Math.floor(j / width)] ?? 0, last) * width + (j % width)] ?? 0);
    }
    case 'matmul':
      return ([x = NONE, y = NONE]) => matmul(tensor, x, y);
    case 'multiply':
      return ([x = NONE, y = NONE]) => each(tensor, (j) => tensor.factor * (x[j] ?? 0) * (y[j] ?? 0));
    case 'add':
      return ([x = NONE, y = NONE]) => each(tensor, (j) => (x[j] ?? 0) + (y[j] ?? 0));
    case 'mask':
      return ([x = NONE]) =>
        each(tensor, (j) =>
          (tensor.hidden[j] ?? 0) === 1 ? Number.NEGATIVE_INFINITY : (x[j] ?? 0) + (tensor.data[j] ?? 0),
        );
    case 'softmax':
      return ([x = NONE]) => softmax(x, tensor.rows);
    case 'center':
      return ([x = NONE]) => center(x, tensor.rows);
    case 'normalise':
      return ([x = NONE]) => normalise(x, tensor.rows, tensor.epsilon);
    case 'argmax':
      return ([x = NONE]) => argmax(x, tensor.rows);
    case 'embed':
      return ([at = NONE]) => embedded(tensor, at);
    case 'scores':
      return scoresOf(tensor);
    case 'mix':
      return mixOf(tensor);
    default:
      return tensor satisfies never;
  }
}

function each({ size }: Tensor, f: (j: number) => number): Float64Array {
  const out = new Float64Array(size);
  for (let j = 0; j < size; j++) out[j] = f(j);
  return out;
}

function clip(values: Float64Array, low: number, high: number): Float64Array {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return values;
  for (let j = 0; j < values.length; j++) values[j] = Math.min(high, Math.max(low, values[j] ?? 0));
  return values;
}

function readIds(bytes: ArrayLike<number>, { size, idBytes }: Of<'input'>): Float64Array {
  const out = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    out[j] = idBytes === 1 ? (bytes[j] ?? 0) : (bytes[2 * j] ?? 0) + 256 * (bytes[2 * j + 1] ?? 0);
  }
  return out;
}

/** Where each element of a view lies, in the view's own order. */
export function placesOf(axes: readonly Axis[], base: number): Int32Array {
  let places = Int32Array.of(base);
  for (const { size, stride } of axes) {
    const next = new Int32Array(places.length * size);
    for (let i = 0, to = 0; i < places.length; i++) {
      for (let k = 0; k < size; k++, to++) next[to] = (places[i] ?? 0) + k * stride;
    }
    places = next;
  }
  return places;
}

function pool(x: ArrayLike<number>, window: Window): Float64Array {
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  const out = new Float64Array(outHeight * outWidth * channels).fill(Number.NEGATIVE_INFINITY);
  for (let p = 0, to = 0; p < outHeight; p++) {
    for (let q = 0; q < outWidth; q++, to += channels) {
      for (let a = 0; a < kernelHeight; a++) {
        const line = p * window.strideY + a * window.dilationY - window.padTop;
        if (line < 0 || line >= height) continue;
        for (let b = 0; b < kernelWidth; b++) {
          const column = q * window.strideX + b * window.dilationX - window.padLeft;
          if (column < 0 || column >= width) continue;
          const from = (line * width + column) * channels;
          for (let c = 0; c < channels; c++) out[to + c] = Math.max(out[to + c] ?? 0, x[from + c] ?? 0);
        }
      }
    }
  }
  return out;
}

function concat({ size, parts: [a, b] }: Of<'concat'>, x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const out = new Float64Array(size);
  const blocks = size / (a + b);
  for (let n = 0, to = 0; n < blocks; n++) {
    for (let i = 0; i < a; i++, to++) out[to] = x[n * a + i] ?? 0;
    for (let i = 0; i < b; i++, to++) out[to] = y[n * b + i] ?? 0;
  }
  return out;
}

function matmul(
  { size, dims: [M, N, D], factor }: Of<'matmul'>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(size);
  const batches = size / (M * N);
  for (let b = 0, to = 0; b < batches; b++) {
    for (let m = 0; m < M; m++) {
      const left = (b * M + m) * D;
      for (let n = 0; n < N; n++, to++) {
        const right = (b * N + n) * D;
        let sum = 0;
        for (let d = 0; d < D; d++) sum += (x[left + d] ?? 0) * (y[right + d] ?? 0);
        out[to] = factor * sum;
      }
    }
  }
  return out;
}

function byRow(
  x: ArrayLike<number>,
  rows: number,
  work: (from: number, width: number, out: Float64Array) => void,
): Float64Array {
  const out = new Float64Array(x.length);
  const width = x.length / rows;
  for (let r = 0; r < rows; r++) work(r * width, width, out);
  return out;
}

function softmax(x: ArrayLike<number>, rows: number): Float64Array {
  return byRow(x, rows, (from, width, out) => {
    let [most, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = from; k < from + width; k++) most = Math.max(most, x[k] ?? 0);
    for (let k = from; k < from + width; k++) {
      const power = most === Number.NEGATIVE_INFINITY ? 1 : Math.exp((x[k] ?? 0) - most);
      out[k] = power;
      sum += power;
    }
    for (let k = from; k < from + width; k++) out[k] = (out[k] ?? 0) / sum;
  });
}

function center(x: ArrayLike<number>, rows: number): Float64Array {
  return byRow(x, rows, (from, width, out) => {
    let sum = 0;
    for (let k = from; k < from + width; k++) sum += x[k] ?? 0;
    for (let k = from; k < from + width; k++) out[k] = (x[k] ?? 0) - sum / width;
  });
}

function normalise(x: ArrayLike<number>, rows: number, epsilon: number): Float64Array {
  return byRow(x, rows, (from, width, out) => {
    let sum = 0;
    for (let k = from; k < from + width; k++) sum += (x[k] ?? 0) ** 2;
    const root = Math.sqrt(sum / width + epsilon);
    for (let k = from; k < from + width; k++) out[k] = root === 0 ? 0 : (x[k] ?? 0) / root;
  });
}

function argmax(x: ArrayLike<number>, rows: number): Float64Array {
  const width = x.length / rows;
  return Float64Array.from({ length: rows }, (_, r) => {
    let best = 0;
    for (let k = 1; k < width; k++) if ((x[r * width + k] ?? 0) > (x[r * width + best] ?? 0)) best = k;
    return best;
  });
}
