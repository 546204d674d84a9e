import { BIAS, blocks, dot16, OPERAND_BYTES, totals } from './dot';
import { rescale } from './rescale';

/** Bytes after the weights of a row: bias i32, multiplier u16, two unread. */
const TRAILER: i32 = 8;

/** Where rows lie and how a result is rounded and written. Set by `use`. */
let shift: i64 = 0;
let half: i64 = 0;
let low: i64 = 0;
let high: i64 = 0;
let isWide: bool = false;

/** Σ of the weights of each row: what the bias of i7 operands is taken off with. */
export function sumRows(weights: usize, rows: i32, columns: i32, sums: usize): void {
  for (let n = 0; n < rows; n++) {
    let sum = i32x4.splat(0);
    let i = 0;
    for (; i + 16 <= columns; i += 16) {
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(v128.load(weights + i))));
    }
    let total = i32x4.extract_lane(totals(sum, sum, sum, sum), 0);
    for (; i < columns; i++) total += <i32>load<i8>(weights + i);
    store<i32>(sums + (n << 2), total);
    weights += columns + TRAILER;
  }
}

/** How the next results are rounded. */
export function use(by: i32, from: i32, to: i32, wide: bool): void {
  shift = by;
  half = (<i64>1) << (by - 1);
  low = from;
  high = to;
  isWide = wide;
}

// @ts-ignore: decorator
@inline
function finish(dot: i32, trailer: usize, out: usize, n: i32): void {
  const sum = <i64>dot + <i64>load<i32>(trailer);
  const value = rescale(sum, <i64>load<u16>(trailer, 4), half, shift, low, high);
  if (isWide) store<i16>(out + (n << 1), <i16>value);
  else store<i8>(out + n, <i8>value);
}

// @ts-ignore: decorator
@inline
function finish4(dots: v128, trailer: usize, stride: i32, out: usize, n: i32): void {
  finish(i32x4.extract_lane(dots, 0), trailer, out, n);
  finish(i32x4.extract_lane(dots, 1), trailer + stride, out, n + 1);
  finish(i32x4.extract_lane(dots, 2), trailer + 2 * stride, out, n + 2);
  finish(i32x4.extract_lane(dots, 3), trailer + 3 * stride, out, n + 3);
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
    finish4(dots, weights + columns, stride, out, n);
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

/**
 * The same for `count` prepared operands, one after the other; out is [count][rows]. Two operands and four rows at a
 * time, so that eight sums live in registers.
 */
export function linearBatch(
  weights: usize,
  rows: i32,
  columns: i32,
  x: usize,
  count: i32,
  sums: usize,
  out: usize,
): void {
  const size = blocks(columns);
  const stride = columns + TRAILER;
  const operand = size * OPERAND_BYTES;
  const outRow = isWide ? rows << 1 : rows;
  let n = 0;
  for (; n + 4 <= rows; n += 4) {
    let m = 0;
    for (; m + 2 <= count; m += 2) {
      const out0 = out + m * outRow;
      let a0 = i32x4.splat(0);
      let b0 = a0;
      let c0 = a0;
      let d0 = a0;
      let a1 = a0;
      let b1 = a0;
      let c1 = a0;
      let d1 = a0;
      let wa = weights;
      let wb = wa + stride;
      let wc = wb + stride;
      let wd = wc + stride;
      let at0 = x + m * operand;
      let at1 = at0 + operand;
      for (let left = size; left > 0; left -= 16) {
        const ra = v128.load(wa);
        const rb = v128.load(wb);
        const rc = v128.load(wc);
        const rd = v128.load(wd);
        a0 = dot16(a0, ra, at0);
        b0 = dot16(b0, rb, at0);
        c0 = dot16(c0, rc, at0);
        d0 = dot16(d0, rd, at0);
        a1 = dot16(a1, ra, at1);
        b1 = dot16(b1, rb, at1);
        c1 = dot16(c1, rc, at1);
        d1 = dot16(d1, rd, at1);
        wa += 16;
        wb += 16;
        wc += 16;
        wd += 16;
        at0 += 16 * OPERAND_BYTES;
        at1 += 16 * OPERAND_BYTES;
      }
      let dots0 = totals(a0, b0, c0, d0);
      let dots1 = totals(a1, b1, c1, d1);
      if (BIAS !== 0 && sums !== 0) {
        dots0 = i32x4.sub(dots0, biasOf(sums, n));
        dots1 = i32x4.sub(dots1, biasOf(sums, n));
      }
      finish4(dots0, weights + columns, stride, out0, n);
      finish4(dots1, weights + columns, stride, out0 + outRow, n);
    }
    if (m < count) {
      const first = sums === 0 ? <usize>0 : sums + <usize>(n << 2);
      linear(weights, 4, columns, x + m * operand, first, out + m * outRow + (isWide ? n << 1 : n));
    }
    weights += 4 * stride;
  }
  if (n < rows) {
    const first = sums === 0 ? <usize>0 : sums + <usize>(n << 2);
    for (let m = 0; m < count; m++) {
      linear(weights, rows - n, columns, x + m * operand, first, out + m * outRow + (isWide ? n << 1 : n));
    }
  }
}
