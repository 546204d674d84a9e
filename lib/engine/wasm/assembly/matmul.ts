import { BIAS, blocks, DOTS, dots4x2, OPERAND_BYTES, prepare } from './dot';
import { sumRow } from './linear';
import { high, highDoubles, low, lowDoubles, roundTo, unit } from './rescale';

/** What sums are multiplied with, and how many bytes an element has as a power of two: of one matmul. */
let factor: f64 = 0;
let shiftOfElement: i32 = 0;

/**
 * out[b][m][n] = rescale(Σ_d x[b][m][d] · y[b][n][d], mul, shift), as `use` says: rows of x are read as they are, those of y are prepared, `tile` at a
 * time, for which `scratch` has room. `isBiased` says that y is i7.
 */
export function matmul(
  x: usize,
  y: usize,
  dims: usize,
  batches: i32,
  isBiased: bool,
  mul: i32,
  elementShift: i32,
  tile: i32,
  out: usize,
  scratch: usize,
): void {
  const rows = load<i32>(dims);
  const columns = load<i32>(dims, 4);
  const depth = load<i32>(dims, 8);
  const operand = blocks(depth) * OPERAND_BYTES;
  const bias = isBiased ? BIAS : 0;
  factor = <f64>mul * unit;
  shiftOfElement = elementShift;
  for (let b = 0; b < batches; b++) {
    for (let first = 0; first < columns; first += tile) {
      const count = min<i32>(tile, columns - first);
      for (let n = 0; n < count; n++) prepare(y + (first + n) * depth, depth, bias, scratch + n * operand);
      for (let m = 0; m < rows; m += 4) {
        fourRows(x, m, rows, depth, bias, count, operand, out + (first << elementShift), columns, scratch);
      }
    }
    x += rows * depth;
    y += columns * depth;
    out += (rows * columns) << elementShift;
  }
}

/** Rows m … m + 3 of x with `count` prepared rows of y. Where there are no four left, the last one stands in, and is not written. */
function fourRows(
  x: usize,
  m: i32,
  rows: i32,
  depth: i32,
  bias: i32,
  count: i32,
  operand: i32,
  out: usize,
  columns: i32,
  operands: usize,
): void {
  const left = rows - m;
  const wa = x + m * depth;
  const wb = left > 1 ? wa + depth : wa;
  const wc = left > 2 ? wb + depth : wb;
  const wd = left > 3 ? wc + depth : wc;
  let excess = i32x4.splat(0);
  if (bias !== 0) {
    excess = i32x4.splat(sumRow(wa, depth));
    excess = i32x4.replace_lane(excess, 1, sumRow(wb, depth));
    excess = i32x4.replace_lane(excess, 2, sumRow(wc, depth));
    excess = i32x4.replace_lane(excess, 3, sumRow(wd, depth));
    excess = i32x4.shl(excess, 6);
  }
  const outRow = columns << shiftOfElement;
  let to = out + m * outRow;
  for (let n = 0; n < count; n += 2) {
    const at = operands + n * operand;
    const isPair = n + 1 < count;
    dots4x2(wa, wb, wc, wd, at, isPair ? at + operand : at, depth);
    finishColumn(i32x4.sub(v128.load(DOTS), excess), left, to, outRow);
    if (isPair) finishColumn(i32x4.sub(v128.load(DOTS, 16), excess), left, to + (<usize>1 << shiftOfElement), outRow);
    to += <usize>2 << shiftOfElement;
  }
}

/** Rounds four sums and writes up to `left` of them one below the other. */
function finishColumn(dots: v128, left: i32, out: usize, outRow: i32): void {
  const scale = f64x2.splat(factor);
  const a = f64x2.mul(lowDoubles(dots), scale);
  const b = f64x2.mul(highDoubles(dots), scale);
  const words = roundTo(a, b, f64x2.splat(<f64>low), f64x2.splat(<f64>high));
  put(out, i32x4.extract_lane(words, 0));
  if (left > 1) put(out + outRow, i32x4.extract_lane(words, 1));
  if (left > 2) put(out + 2 * outRow, i32x4.extract_lane(words, 2));
  if (left > 3) put(out + 3 * outRow, i32x4.extract_lane(words, 3));
}

// @ts-ignore: decorator
@inline
function put(at: usize, value: i32): void {
  if (shiftOfElement === 0) store<i8>(at, <i8>value);
  else if (shiftOfElement === 1) store<i16>(at, <i16>value);
  else store<i32>(at, value);
}
