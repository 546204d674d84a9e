import { rescale } from './rescale';

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

/** out[j] = rescale(x[j] · by, mul, shift) to i7. SAFETY: by · mul < 2^37, times x below 2^53. */
export function scale(x: usize, size: i32, by: i32, mul: i32, shift: i32, out: usize): void {
  const factor = <i64>by * <i64>mul;
  const half: i64 = (<i64>1) << (shift - 1);
  for (let j = 0; j < size; j++) {
    store<i8>(out + j, <i8>rescale(<i64>load<i16>(x + (j << 1)), factor, half, <i64>shift, -64, 63));
  }
}
