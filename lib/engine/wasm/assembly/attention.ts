import { BIAS, blocks, dot16, ONES, OPERAND_BYTES, prepare, totals } from './dot';
import { rescale } from './rescale';

// A state of i7 keeps row s at s · width, each value plus BIAS. A state of i8 keeps four rows together, value j of rows
// s … s + 3 side by side: a sum over rows then is a dot product of neighbours. Rows beyond the context are zero.

/** Rows of an i8 state that lie together. */
const ROWS: i32 = 4;

/** Writes row `step` of an i7 state. */
export function appendKeys(x: usize, width: i32, state: usize, step: i32): void {
  const row = state + step * width;
  if (BIAS === 0) {
    memory.copy(row, x, width);
    return;
  }
  let j = 0;
  for (; j + 16 <= width; j += 16) v128.store(row + j, i8x16.add(v128.load(x + j), i8x16.splat(<i8>BIAS)));
  for (; j < width; j++) store<u8>(row + j, load<u8>(x + j) + <u8>BIAS);
}

/** Writes row `step` of an i8 state. */
export function appendValues(x: usize, width: i32, state: usize, step: i32): void {
  const row = state + (step & ~(ROWS - 1)) * width + (step & (ROWS - 1));
  for (let j = 0; j < width; j++) store<u8>(row + j * ROWS, load<u8>(x + j));
}

/** sum + 16 products of the prepared query and a key, from value `i`. */
// @ts-ignore: decorator
@inline
function dotKey(sum: v128, query: usize, key: usize, i: i32): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return dot16(sum, v128.load(query + i), key + i);
  return dot16(sum, v128.load(key + i), query + (i << 1));
}

/** BIAS · Σ of a prepared query. */
function biasOf(query: usize, width: i32): i32 {
  let sum = i32x4.splat(0);
  for (let i = 0; i < width; i += 16) {
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(v128.load(query + i))));
  }
  return BIAS * i32x4.extract_lane(totals(sum, sum, sum, sum), 0);
}

/** out[h, s] = rescale(q[h] · keys[s, h], mul, shift) to i8 for s ≤ step; −128 beyond. */
export function scores(
  q: usize,
  size: i32,
  keys: usize,
  heads: i32,
  context: i32,
  step: i32,
  mul: i32,
  shift: i32,
  out: usize,
  scratch: usize,
): void {
  const width = size / heads;
  const half: i64 = (<i64>1) << (shift - 1);
  memory.fill(out, 0x80, heads * context);
  for (let h = 0; h < heads; h++) {
    prepare(q + h * width, width, 0, scratch);
    const bias = BIAS === 0 ? 0 : biasOf(scratch, width);
    const row = out + h * context;
    let key = keys + h * width;
    for (let s = 0; s <= step; s += 4) {
      let a = i32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let i = 0; i < width; i += 16) {
        a = dotKey(a, scratch, key, i);
        b = dotKey(b, scratch, key + size, i);
        c = dotKey(c, scratch, key + 2 * size, i);
        d = dotKey(d, scratch, key + 3 * size, i);
      }
      const dots = i32x4.sub(totals(a, b, c, d), i32x4.splat(bias));
      score(i32x4.extract_lane(dots, 0), mul, half, shift, row + s);
      if (s + 1 <= step) score(i32x4.extract_lane(dots, 1), mul, half, shift, row + s + 1);
      if (s + 2 <= step) score(i32x4.extract_lane(dots, 2), mul, half, shift, row + s + 2);
      if (s + 3 <= step) score(i32x4.extract_lane(dots, 3), mul, half, shift, row + s + 3);
      key += 4 * size;
    }
  }
}

// @ts-ignore: decorator
@inline
function score(dot: i32, mul: i32, half: i64, shift: i32, to: usize): void {
  store<i8>(to, <i8>rescale(<i64>dot, <i64>mul, half, <i64>shift, -128, 127));
}

/** out[h] = the largest x[h, s] of s ≤ step. */
export function maxPerHead(x: usize, heads: i32, context: i32, step: i32, out: usize): void {
  for (let h = 0; h < heads; h++) {
    const row = x + h * context;
    let most = i8x16.splat(-128);
    let s = 0;
    for (; s + 15 <= step; s += 16) most = i8x16.max_s(most, v128.load(row + s));
    let best: i32 = -128;
    for (; s <= step; s++) best = max<i32>(best, <i32>load<i8>(row + s));
    most = i8x16.max_s(most, v128.shuffle<i64>(most, most, 1, 0));
    most = i8x16.max_s(most, v128.shuffle<i32>(most, most, 1, 0, 3, 2));
    for (let i = 0; i < 4; i++) {
      best = max<i32>(best, i8x16.extract_lane_s(most, 0));
      most = i32x4.shr_u(most, 8);
    }
    store<i8>(out + h, <i8>best);
  }
}

/** out[h, s] = table[max[h] − x[h, s]] mod 128 for s ≤ step; 0 beyond. */
export function exp(
  x: usize,
  most: usize,
  heads: i32,
  context: i32,
  step: i32,
  table: usize,
  out: usize,
): void {
  memory.fill(out, 0, heads * context);
  for (let h = 0; h < heads; h++) {
    const from = x + h * context;
    const to = out + h * context;
    const base = table + <i32>load<i8>(most + h);
    for (let s = 0; s <= step; s++) store<u8>(to + s, load<u8>(base - <i32>load<i8>(from + s)) & 127);
  }
}

/** out[h] = Σ x[h, s] of s ≤ step; those beyond are zero. */
export function sumPerHead(x: usize, heads: i32, context: i32, step: i32, out: usize): void {
  for (let h = 0; h < heads; h++) {
    const row = x + h * context;
    let sums = i32x4.splat(0);
    let s = 0;
    for (; s + 15 <= step; s += 16) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(row + s));
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs));
    }
    let sum = i32x4.extract_lane(totals(sums, sums, sums, sums), 0);
    for (; s <= step; s++) sum += <i32>load<u8>(row + s);
    store<i32>(out + (h << 2), sum);
  }
}

/** The four weights of rows s … s + 3, as `dotRows` wants them. */
// @ts-ignore: decorator
@inline
function weightsAt(x: usize): v128 {
  const four = v128.load_splat<u32>(x);
  return ASC_FEATURE_RELAXED_SIMD ? four : i16x8.extend_low_i8x16_u(four);
}

/** sum + for each of four values, its four rows times the weights. Relaxed build. */
// @ts-ignore: decorator
@inline
function dotRows(sum: v128, rows: usize, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(v128.load(rows), weights), v128.load(ONES)));
}

/** The same in two halves of two values each, whose lanes still are to be added in pairs. Plain build. */
// @ts-ignore: decorator
@inline
function dotLow(sum: v128, rows: usize, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(v128.load_ext<i8>(rows), weights));
}

// @ts-ignore: decorator
@inline
function pairs(low: v128, high: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
}

/** Σ over rows 0 … step of x[s] · value, for 8 values from `rows`, to 8 i32 at `to`. */
function weigh8(x: usize, rows: usize, width: i32, step: i32, to: usize): void {
  const stride = width * ROWS;
  let a = i32x4.splat(0);
  let b = a;
  if (ASC_FEATURE_RELAXED_SIMD) {
    for (let s = 0; s <= step; s += ROWS) {
      const weights = weightsAt(x + s);
      a = dotRows(a, rows, weights);
      b = dotRows(b, rows + 16, weights);
      rows += stride;
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    return;
  }
  let c = a;
  let d = a;
  for (let s = 0; s <= step; s += ROWS) {
    const weights = weightsAt(x + s);
    a = dotLow(a, rows, weights);
    b = dotLow(b, rows + 8, weights);
    c = dotLow(c, rows + 16, weights);
    d = dotLow(d, rows + 24, weights);
    rows += stride;
  }
  v128.store(to, pairs(a, b));
  v128.store(to, pairs(c, d), 16);
}

/**
 * out[j] = floor((2 · mul · a + d · 2^shift) / (d · 2^(shift+1))) to i7, a = Σ x[h, s] · values[s, j], d = max(sum[h], 1).
 * SAFETY: below 2^45 all of it; ~(~n / d) is the floor for negative n.
 */
export function mix(
  x: usize,
  sums: usize,
  values: usize,
  size: i32,
  heads: i32,
  context: i32,
  step: i32,
  mul: i32,
  shift: i32,
  out: usize,
  scratch: usize,
): void {
  const width = size / heads;
  for (let h = 0; h < heads; h++) {
    const total = load<i32>(sums + (h << 2));
    const half = <i64>(total < 1 ? 1 : total) << shift;
    const divisor = <u64>half << 1;
    const first = h * width;
    for (let j = 0; j < width; j += 8) {
      weigh8(x + h * context, values + (first + j) * ROWS, size, step, scratch);
      const end = min<i32>(8, width - j);
      for (let i = 0; i < end; i++) {
        const n = <i64>load<i32>(scratch + (i << 2)) * <i64>(mul << 1) + half;
        const mean = n < 0 ? ~(<i64>(<u64>~n / divisor)) : <i64>(<u64>n / divisor);
        store<i8>(out + first + j + i, <i8>(mean < -64 ? -64 : mean > 63 ? 63 : mean));
      }
    }
  }
}
