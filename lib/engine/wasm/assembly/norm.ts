import { clearAfter } from './bytes';
import { highDoubles, lowDoubles, roundTo, unit } from './rescale';

/** Σ floor(x² / 2^shift) of i16 values. The parser has checked that the sum fits i32. */
export function sumSquares(x: usize, size: i32, shift: i32): i32 {
  let sums = i32x4.splat(0);
  let j = 0;
  for (; j + 8 <= size; j += 8) {
    const v = v128.load(x + (j << 1));
    sums = i32x4.add(sums, i32x4.shr_u(i32x4.extmul_low_i16x8_s(v, v), shift));
    sums = i32x4.add(sums, i32x4.shr_u(i32x4.extmul_high_i16x8_s(v, v), shift));
  }
  let sum = i32x4.extract_lane(sums, 0);
  sum += i32x4.extract_lane(sums, 1);
  sum += i32x4.extract_lane(sums, 2);
  sum += i32x4.extract_lane(sums, 3);
  for (; j < size; j++) {
    const v = <i32>load<i16>(x + (j << 1));
    sum += (v * v) >>> shift;
  }
  return sum;
}

/** The largest r with r² · max(v, 1) ≤ 2^60. The square root is only a first guess: integers settle it. */
export function rsqrt(v: i32): i32 {
  const bound: u64 = 1 << 60;
  const divisor = <u64>(v < 1 ? 1 : v);
  let root = <u64>sqrt<f64>(<f64>(bound / divisor));
  while (root * root * divisor > bound) root--;
  while ((root + 1) * (root + 1) * divisor <= bound) root++;
  return <i32>root;
}

/** out[j] = rescale(x[j] · by, mul, shift) to i7, with the shift that `use` says. SAFETY: by · mul < 2^37, times x below 2^52. Writes up to three bytes more. */
function scale(x: usize, size: i32, by: i32, mul: i32, out: usize): void {
  const factor = f64x2.splat(<f64>by * <f64>mul * unit);
  const low = f64x2.splat(-64);
  const high = f64x2.splat(63);
  for (let j = 0; j < size; j += 4) {
    const values = v128.load_ext<i16>(x + (j << 1));
    const a = f64x2.mul(lowDoubles(values), factor);
    const words = roundTo(a, f64x2.mul(highDoubles(values), factor), low, high);
    const halves = i16x8.narrow_i32x4_s(words, words);
    v128.store32_lane(out + j, i8x16.narrow_i16x8_s(halves, halves), 0);
  }
}

/** Each of `rows` rows of `width` by its own number, with the shift that `use` says. */
export function scaleRows(x: usize, rows: i32, width: i32, by: usize, mul: i32, out: usize): void {
  for (let r = 0; r < rows; r++) {
    scale(x, width, load<i32>(by + (r << 2)), mul, out);
    x += width << 1;
    out += width;
  }
  clearAfter(out);
}

/** Vectors whose lanes are added up in i32 before they are added to the whole: 2^14 · 2^16 < 2^31. */
const VECTORS_AT_ONCE: i32 = 1 << 14;

/** Σ of i16 values. */
function sumOf(x: usize, size: i32): i64 {
  let sum: i64 = 0;
  let j = 0;
  while (j + 8 <= size) {
    const end = min<i32>(size - 7, j + 8 * VECTORS_AT_ONCE);
    let sums = i32x4.splat(0);
    for (; j < end; j += 8) sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(v128.load(x + (j << 1))));
    sum += <i64>i32x4.extract_lane(sums, 0) + <i64>i32x4.extract_lane(sums, 1);
    sum += <i64>i32x4.extract_lane(sums, 2) + <i64>i32x4.extract_lane(sums, 3);
  }
  for (; j < size; j++) sum += <i64>load<i16>(x + (j << 1));
  return sum;
}

/** out[r][k] = saturate16(x[r][k] − mean of row r, rounded half up). */
export function center(x: usize, rows: i32, width: i32, out: usize): void {
  for (let r = 0; r < rows; r++) {
    const n = 2 * sumOf(x, width) + <i64>width;
    const divisor = <u64>width << 1;
    const mean = n < 0 ? ~(<i64>(<u64>~n / divisor)) : <i64>(<u64>n / divisor);
    const means = i16x8.splat(<i16>mean);
    for (let k = 0; k < width; k += 8) v128.store(out + (k << 1), i16x8.sub_sat_s(v128.load(x + (k << 1)), means));
    x += width << 1;
    out += width << 1;
  }
  clearAfter(out);
}
