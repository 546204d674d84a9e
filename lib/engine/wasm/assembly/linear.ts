import { BIAS, blocks, DOTS, dot16, dots4x2, OPERAND_BYTES, totals } from './dot';
import { half, high, highDoubles, isWide, low, lowDoubles, rescale, roundTo, shift, unit } from './rescale';

/** Bytes after the weights of a row: bias i32, multiplier u16, two unread. */
export const TRAILER: i32 = 8;

/** Σ of `count` signed bytes. */
export function sumRow(at: usize, count: i32): i32 {
  let sum = i32x4.splat(0);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(v128.load(at + i))));
  }
  let total = i32x4.extract_lane(totals(sum, sum, sum, sum), 0);
  for (; i < count; i++) total += <i32>load<i8>(at + i);
  return total;
}

/** Σ of the weights of each row: what the bias of i7 operands is taken off with. */
export function sumRows(weights: usize, rows: i32, columns: i32, sums: usize): void {
  for (let n = 0; n < rows; n++) {
    store<i32>(sums + (n << 2), sumRow(weights, columns));
    weights += columns + TRAILER;
  }
}

// @ts-ignore: decorator
@inline
function finish(dot: i32, trailer: usize, out: usize, n: i32): void {
  const sum = <i64>dot + <i64>load<i32>(trailer);
  const value = rescale(sum, <i64>load<u16>(trailer, 4), half, shift, low, high);
  if (isWide) store<i16>(out + (n << 1), <i16>value);
  else store<i8>(out + n, <i8>value);
}

/** The biases of four rows whose trailers are `stride` apart. */
// @ts-ignore: decorator
@inline
function biases4(trailer: usize, stride: i32): v128 {
  const biases = v128.load32_lane(trailer + stride, v128.load32_zero(trailer), 1);
  return v128.load32_lane(trailer + 3 * stride, v128.load32_lane(trailer + 2 * stride, biases, 2), 3);
}

/** Their multipliers. */
// @ts-ignore: decorator
@inline
function multipliers4(trailer: usize, stride: i32): v128 {
  const multipliers = i32x4.splat(<i32>load<u16>(trailer, 4));
  const second = i32x4.replace_lane(multipliers, 1, <i32>load<u16>(trailer + stride, 4));
  const third = i32x4.replace_lane(second, 2, <i32>load<u16>(trailer + 2 * stride, 4));
  return i32x4.replace_lane(third, 3, <i32>load<u16>(trailer + 3 * stride, 4));
}

/** Rounds four sums and writes them side by side, as `use` says. Biases and multipliers as i32: together they may leave it. */
// @ts-ignore: decorator
@inline
export function finish4(dots: v128, biases: v128, multipliers: v128, out: usize): void {
  const scale = f64x2.splat(unit);
  const least = f64x2.splat(<f64>low);
  const most = f64x2.splat(<f64>high);
  const a = f64x2.mul(f64x2.add(lowDoubles(dots), lowDoubles(biases)), f64x2.mul(lowDoubles(multipliers), scale));
  const b = f64x2.mul(f64x2.add(highDoubles(dots), highDoubles(biases)), f64x2.mul(highDoubles(multipliers), scale));
  const words = roundTo(a, b, least, most);
  const halves = i16x8.narrow_i32x4_s(words, words);
  if (isWide) v128.store64_lane(out, halves, 0);
  else v128.store32_lane(out, i8x16.narrow_i16x8_s(halves, halves), 0);
}

/** 64 · Σ weights of rows n … n + 3, or of row n where there are no four left. */
// @ts-ignore: decorator
@inline
function biasOf(sums: usize, n: i32): v128 {
  return i32x4.shl(v128.load(sums + (n << 2)), 6);
}

/**
 * out[n] = rescale(row n · x + bias n, mul n, shift), for a prepared x. `sums` is 0 where x has no bias. Reads up to a
 * block beyond a row: zeros of x make that nothing. Four rows at a time share each load of x.
 */
export function linear(weights: usize, rows: i32, columns: i32, x: usize, sums: usize, out: usize): void {
  const size = blocks(columns);
  const stride = columns + TRAILER;
  let n = 0;
  for (; n + 4 <= rows; n += 4) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let wa = weights;
    let wb = wa + stride;
    let wc = wb + stride;
    let wd = wc + stride;
    let at = x;
    for (let left = size; left > 0; left -= 32) {
      a = dot16(a, v128.load(wa), at);
      b = dot16(b, v128.load(wb), at);
      c = dot16(c, v128.load(wc), at);
      d = dot16(d, v128.load(wd), at);
      a = dot16(a, v128.load(wa, 16), at + 16 * OPERAND_BYTES);
      b = dot16(b, v128.load(wb, 16), at + 16 * OPERAND_BYTES);
      c = dot16(c, v128.load(wc, 16), at + 16 * OPERAND_BYTES);
      d = dot16(d, v128.load(wd, 16), at + 16 * OPERAND_BYTES);
      wa += 32;
      wb += 32;
      wc += 32;
      wd += 32;
      at += 32 * OPERAND_BYTES;
    }
    let dots = totals(a, b, c, d);
    if (BIAS !== 0 && sums !== 0) dots = i32x4.sub(dots, biasOf(sums, n));
    const trailer = weights + columns;
    finish4(dots, biases4(trailer, stride), multipliers4(trailer, stride), out + (isWide ? n << 1 : n));
    weights += 4 * stride;
  }
  for (; n < rows; n++) {
    let a = i32x4.splat(0);
    for (let i = 0; i < size; i += 16) a = dot16(a, v128.load(weights + i), x + i * OPERAND_BYTES);
    let dot = i32x4.extract_lane(totals(a, a, a, a), 0);
    if (BIAS !== 0 && sums !== 0) dot -= load<i32>(sums + (n << 2)) << 6;
    finish(dot, weights + columns, out, n);
    weights += stride;
  }
}

/** The same for `count` prepared operands, one after the other; out is [count][rows]. */
export function linearBatch(
  weights: usize,
  rows: i32,
  columns: i32,
  x: usize,
  count: i32,
  sums: usize,
  out: usize,
): void {
  linearTile(weights, rows, columns, x, count, sums, out, isWide ? rows << 1 : rows);
}

/** The same with the results of an operand `outRow` bytes after those of the one before. Two operands and four rows at a time. */
export function linearTile(
  weights: usize,
  rows: i32,
  columns: i32,
  x: usize,
  count: i32,
  sums: usize,
  out: usize,
  outRow: i32,
): void {
  const stride = columns + TRAILER;
  const operand = blocks(columns) * OPERAND_BYTES;
  let n = 0;
  for (; n + 4 <= rows; n += 4) {
    const trailer = weights + columns;
    const biases = biases4(trailer, stride);
    const multipliers = multipliers4(trailer, stride);
    const first = BIAS === 0 || sums === 0 ? <usize>0 : sums + <usize>(n << 2);
    const excess = first === 0 ? i32x4.splat(0) : i32x4.shl(v128.load(first), 6);
    let to = out + (isWide ? n << 1 : n);
    let at = x;
    let m = 0;
    for (; m + 2 <= count; m += 2) {
      dots4x2(weights, weights + stride, weights + 2 * stride, weights + 3 * stride, at, at + operand, columns);
      finish4(i32x4.sub(v128.load(DOTS), excess), biases, multipliers, to);
      finish4(i32x4.sub(v128.load(DOTS, 16), excess), biases, multipliers, to + outRow);
      at += 2 * operand;
      to += 2 * outRow;
    }
    if (m < count) linear(weights, 4, columns, at, first, to);
    weights += 4 * stride;
  }
  if (n < rows) {
    const first = sums === 0 ? <usize>0 : sums + <usize>(n << 2);
    for (let m = 0; m < count; m++) {
      linear(weights, rows - n, columns, x + m * operand, first, out + m * outRow + (isWide ? n << 1 : n));
    }
  }
}
