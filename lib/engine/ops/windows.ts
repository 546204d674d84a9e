import type { Window } from '../op.ts';
import { RANGE, type Values } from '../tensor.ts';
import { type LinearRule, ROW_TRAILER_BYTES } from './linear.ts';
import { rescale } from './rescale.ts';

/**
 * out[p, q, n] = rescale(Σ over taps (a, b) and channels c of w[n, a, b, c] · x[tap, g · Cg + c] + bias n, mul n, shift), saturated,
 * with `pad` for taps outside x. x is [height][width][channels], out [outHeight][outWidth][rows].
 * SAFETY: as linear; the parser has checked KH · KW · Cg ≤ 65,536. Spec: docs/op-spec.md, "Windows".
 */
export function conv(
  x: Int8Array,
  rule: LinearRule & { window: Window; groups: number; rows: number; pad: number },
  out: Int8Array | Int16Array,
): void {
  const { bytes, view, offset, shift, window, groups, rows, pad } = rule;
  const { low, high } = RANGE[rule.dtype];
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  const perGroup = channels / groups;
  const columns = kernelHeight * kernelWidth * perGroup;
  let at = 0;
  for (let p = 0; p < outHeight; p++) {
    for (let q = 0; q < outWidth; q++) {
      for (let n = 0; n < rows; n++) {
        const first = Math.floor(n / (rows / groups)) * perGroup;
        const trailer = offset + n * (columns + ROW_TRAILER_BYTES) + columns;
        let weight = trailer - columns;
        let sum = 0;
        for (let a = 0; a < kernelHeight; a++) {
          const y = p * window.strideY + a * window.dilationY - window.padTop;
          for (let b = 0; b < kernelWidth; b++) {
            const column = q * window.strideX + b * window.dilationX - window.padLeft;
            const isPadding = y < 0 || y >= height || column < 0 || column >= width;
            const from = (y * width + column) * channels + first;
            for (let c = 0; c < perGroup; c++, weight++) {
              sum = (sum + Math.imul(bytes[weight] ?? 0, isPadding ? pad : (x[from + c] ?? 0))) | 0;
            }
          }
        }
        const total = sum + view.getInt32(trailer, true);
        out[at++] = rescale(total, view.getUint16(trailer + 4, true), shift, low, high);
      }
    }
  }
}

/** out[p, q, c] = the largest x[tap, c] of the window's taps that lie in x. Spec: docs/op-spec.md, "Windows". */
export function pool(x: Values, window: Window, out: Values): void {
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  let at = 0;
  for (let p = 0; p < outHeight; p++) {
    for (let q = 0; q < outWidth; q++) {
      for (let c = 0; c < channels; c++) {
        let best = Number.NEGATIVE_INFINITY;
        for (let a = 0; a < kernelHeight; a++) {
          const y = p * window.strideY + a * window.dilationY - window.padTop;
          if (y < 0 || y >= height) continue;
          for (let b = 0; b < kernelWidth; b++) {
            const column = q * window.strideX + b * window.dilationX - window.padLeft;
            if (column < 0 || column >= width) continue;
            best = Math.max(best, x[(y * width + column) * channels + c] ?? 0);
          }
        }
        out[at++] = best;
      }
    }
  }
}
