import type { Conv } from './tensor.ts';

/** Pixels that are computed together: each weight is read once for all of them. */
const TOGETHER = 4;

/** Writes what each tap of output pixel (p, q) reads to `patch`, channels `first` … `first + count` − 1. */
export function readPatch(
  x: ArrayLike<number>,
  conv: Pick<Conv, 'window' | 'pad'>,
  at: { p: number; q: number; first: number; count: number },
  patch: Float64Array,
  to: number,
): void {
  const { window, pad } = conv;
  const { height, width, channels, kernelHeight, kernelWidth } = window;
  const top = at.p * window.strideY - window.padTop;
  const left = at.q * window.strideX - window.padLeft;
  let k = to;
  for (let a = 0; a < kernelHeight; a++) {
    const line = top + a * window.dilationY;
    for (let b = 0; b < kernelWidth; b++) {
      const column = left + b * window.dilationX;
      if (line < 0 || line >= height || column < 0 || column >= width) patch.fill(pad, k, k + at.count);
      else {
        const from = (line * width + column) * channels + at.first;
        for (let c = 0; c < at.count; c++) patch[k + c] = x[from + c] ?? 0;
      }
      k += at.count;
    }
  }
}

/** The sums, before the clip: [outHeight][outWidth][rows]. */
export function convolve(x: ArrayLike<number>, conv: Omit<Conv, 'low' | 'high'>): Float64Array {
  if (conv.groups > 1 && conv.groups === conv.window.channels) return depthwise(x, conv);
  const { window, groups, rows, weights, bias } = conv;
  const pixels = window.outHeight * window.outWidth;
  const count = window.channels / groups;
  const size = window.kernelHeight * window.kernelWidth * count;
  const perGroup = rows / groups;
  const out = new Float64Array(pixels * rows);
  const patches = new Float64Array(TOGETHER * size);
  for (let group = 0; group < groups; group++) {
    for (let pixel = 0; pixel < pixels; pixel += TOGETHER) {
      const here = Math.min(TOGETHER, pixels - pixel);
      for (let i = 0; i < here; i++) {
        const [p, q] = [Math.floor((pixel + i) / window.outWidth), (pixel + i) % window.outWidth];
        readPatch(x, conv, { p, q, first: group * count, count }, patches, i * size);
      }
      for (let n = group * perGroup; n < (group + 1) * perGroup; n++) {
        let [s0, s1, s2, s3] = [bias[n] ?? 0, bias[n] ?? 0, bias[n] ?? 0, bias[n] ?? 0];
        const row = n * size;
        if (here === 1) for (let k = 0; k < size; k++) s0 += (weights[row + k] ?? 0) * (patches[k] ?? 0);
        else {
          for (let k = 0; k < size; k++) {
            const weight = weights[row + k] ?? 0;
            s0 += weight * (patches[k] ?? 0);
            s1 += weight * (patches[size + k] ?? 0);
            s2 += weight * (patches[2 * size + k] ?? 0);
            s3 += weight * (patches[3 * size + k] ?? 0);
          }
        }
        const to = pixel * rows + n;
        out[to] = s0;
        if (here > 1) out[to + rows] = s1;
        if (here > 2) out[to + 2 * rows] = s2;
        if (here > 3) out[to + 3 * rows] = s3;
      }
    }
  }
  return out;
}

/** One channel for each group: `rows / channels` results of each. */
function depthwise(x: ArrayLike<number>, conv: Omit<Conv, 'low' | 'high'>): Float64Array {
  const { window, rows, weights, bias } = conv;
  const { outHeight, outWidth, channels, kernelHeight, kernelWidth } = window;
  const each = rows / channels;
  const size = kernelHeight * kernelWidth;
  const out = new Float64Array(outHeight * outWidth * rows);
  const patch = new Float64Array(size * channels);
  for (let pixel = 0; pixel < outHeight * outWidth; pixel++) {
    const [p, q] = [Math.floor(pixel / outWidth), pixel % outWidth];
    readPatch(x, conv, { p, q, first: 0, count: channels }, patch, 0);
    for (let n = 0; n < rows; n++) {
      const c = each === 1 ? n : Math.floor(n / each);
      let sum = bias[n] ?? 0;
      for (let k = 0; k < size; k++) sum += (weights[n * size + k] ?? 0) * (patch[k * channels + c] ?? 0);
      out[pixel * rows + n] = sum;
    }
  }
  return out;
}
