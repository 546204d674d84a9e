import { BIAS, BLOCK, blocks, OPERAND_BYTES } from './dot';
import { linearTile, TRAILER } from './linear';
import { firstTap, tapsBefore, Window } from './window';

// A patch is what one output pixel reads of one group's channels. Patches of a few pixels are laid out as prepared operands,
// and are then a matrix that the rows are multiplied with as in linear.

/** Values that are written at once. */
const STEP: i32 = 16 / OPERAND_BYTES;

/** Writes `count` i7 or u7 values plus `bias` as a part of an operand; up to 15 bytes more. Gives the address of the next part. */
// @ts-ignore: decorator
@inline
function layValues(from: usize, count: i32, bias: v128, to: usize): usize {
  for (let i = 0; i < count; i += STEP) {
    if (ASC_FEATURE_RELAXED_SIMD) v128.store(to + i, i8x16.add(v128.load(from + i), bias));
    else v128.store(to + (i << 1), v128.load_ext<i8>(from + i));
  }
  return to + count * OPERAND_BYTES;
}

/** The same with one value, already `splat`. */
function layValue(value: v128, count: i32, to: usize): usize {
  for (let i = 0; i < count; i += STEP) v128.store(to + i * OPERAND_BYTES, value);
  return to + count * OPERAND_BYTES;
}

/** Zeros from the end of an operand of `count` values to the end of its last block; up to 15 bytes more. */
// @ts-ignore: decorator
@inline
function layZeros(count: i32, to: usize): void {
  const rest = (BLOCK - count) & (BLOCK - 1);
  for (let i = 0; i < rest; i += STEP) v128.store(to + i * OPERAND_BYTES, i32x4.splat(0));
}

/** Writes the patch of output pixel (p, q), of `count` channels from `x` on, as an operand. */
function layPatch(x: usize, window: Window, p: i32, q: i32, count: i32, bias: v128, pad: v128, to: usize): void {
  const channels = window.channels;
  const kernelHeight = window.kernelHeight;
  const kernelWidth = window.kernelWidth;
  const y0 = <i64>p * <i64>window.strideY - <i64>window.padTop;
  const x0 = <i64>q * <i64>window.strideX - <i64>window.padLeft;
  const firstY = firstTap(y0, window.dilationY, kernelHeight);
  const firstX = firstTap(x0, window.dilationX, kernelWidth);
  const endY = max<i32>(firstY, tapsBefore(window.height, y0, window.dilationY, kernelHeight));
  const endX = max<i32>(firstX, tapsBefore(window.width, x0, window.dilationX, kernelWidth));
  const line = kernelWidth * count;
  to = layValue(pad, firstY * line, to);
  for (let a = firstY; a < endY; a++) {
    const pixel = (y0 + <i64>a * <i64>window.dilationY) * <i64>window.width + x0 + <i64>firstX * <i64>window.dilationX;
    let from = x + <usize>pixel * channels;
    to = layValue(pad, firstX * count, to);
    if (window.dilationX === 1 && count === channels) {
      to = layValues(from, (endX - firstX) * count, bias, to);
    } else {
      for (let b = firstX; b < endX; b++) {
        to = layValues(from, count, bias, to);
        from += window.dilationX * channels;
      }
    }
    to = layValue(pad, (kernelWidth - endX) * count, to);
  }
  to = layValue(pad, (kernelHeight - endY) * line, to);
  layZeros(kernelHeight * line, to);
}

/** Whether each pixel of x is a patch: a matrix on rows. */
function isEachPixel(window: Window): bool {
  const isOne = window.kernelHeight === 1 && window.kernelWidth === 1 && window.strideY === 1 && window.strideX === 1;
  const isWhole = window.outHeight === window.height && window.outWidth === window.width;
  return isOne && isWhole && window.padTop === 0 && window.padLeft === 0;
}

/**
 * out[p][q][n] = rescale(row n · patch (p, q) of its group + bias n, mul n, shift), as `use` says. `sums` is 0 where x has no bias;
 * `scratch` has room for `tile` operands.
 */
export function conv(
  x: usize,
  window: Window,
  groups: i32,
  weights: usize,
  rows: i32,
  sums: usize,
  tile: i32,
  elementBytes: i32,
  out: usize,
  scratch: usize,
): void {
  const count = window.channels / groups;
  const columns = window.kernelHeight * window.kernelWidth * count;
  const groupRows = rows / groups;
  const operand = blocks(columns) * OPERAND_BYTES;
  const pixels = window.outHeight * window.outWidth;
  const outRow = rows * elementBytes;
  const bias = sums === 0 ? 0 : BIAS;
  const biases = i8x16.splat(<i8>bias);
  const pad = ASC_FEATURE_RELAXED_SIMD ? i8x16.splat(<i8>(window.pad + bias)) : i16x8.splat(<i16>window.pad);
  const eachPixel = isEachPixel(window);
  // Values without a bias that fill their blocks are operands as they are.
  const isPrepared = eachPixel && groups === 1 && bias === 0 && operand === columns;
  for (let g = 0; g < groups; g++) {
    let p = 0;
    let q = 0;
    for (let m = 0; m < pixels; m += tile) {
      const here = min<i32>(tile, pixels - m);
      let operands = scratch;
      if (isPrepared) {
        operands = x + m * columns;
      } else if (eachPixel) {
        for (let i = 0; i < here; i++) {
          layZeros(columns, layValues(x + (m + i) * window.channels, columns, biases, scratch + i * operand));
        }
      } else {
        for (let i = 0; i < here; i++) {
          layPatch(x, window, p, q, count, biases, pad, scratch + i * operand);
          q++;
          if (q === window.outWidth) {
            q = 0;
            p++;
          }
        }
      }
      linearTile(weights, groupRows, columns, operands, here, sums, out + m * outRow, outRow);
    }
    x += count;
    weights += groupRows * (columns + TRAILER);
    out += groupRows * elementBytes;
    if (sums !== 0) sums += groupRows << 2;
  }
}
