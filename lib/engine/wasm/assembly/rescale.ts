/** floor((value · mul + half) / 2^shift) within [least, most], half = 2^(shift−1). Everything fits i64: see the spec. */
// @ts-ignore: decorator
@inline
export function rescale(value: i64, mul: i64, half: i64, shift: i64, least: i64, most: i64): i32 {
  const rounded = (value * mul + half) >> shift;
  return <i32>(rounded < least ? least : rounded > most ? most : rounded);
}

/** How results are rounded and written: see `use`. */
export let shift: i64 = 0;
export let half: i64 = 0;
export let low: i64 = 0;
export let high: i64 = 0;
export let isWide: bool = false;
/** 2^-shift: a double loses nothing when multiplied by it. */
export let unit: f64 = 1;

/** The next results are divided by 2^`by` and kept within [from, to]; rows of linear and conv are written as i16 if `wide`. */
export function use(by: i32, from: i32, to: i32, wide: bool): void {
  shift = by;
  half = (<i64>1) << (by - 1);
  low = from;
  high = to;
  isWide = wide;
  unit = reinterpret<f64>((<i64>(1023 - by)) << 52);
}

/** The two low ones of four i32 as doubles. */
// @ts-ignore: decorator
@inline
export function lowDoubles(v: v128): v128 {
  return f64x2.convert_low_i32x4_s(v);
}

/** The two high ones. */
// @ts-ignore: decorator
@inline
export function highDoubles(v: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i64>(v, v, 1, 0));
}

/** Added to a double of at most 31 bits, it puts it into the low half of its 64 bits, as an i32. */
const TO_LOW_BITS: f64 = 6755399441055744.0; // 3 · 2^51

/**
 * floor(v + ½) within [least, most] of two and two doubles, as four i32. With v = value · (mul / 2^shift) that is `rescale`.
 * SAFETY: |value · mul| < 2^53 − 2^45, so that neither product nor sum is rounded.
 */
// @ts-ignore: decorator
@inline
export function roundTo(a: v128, b: v128, least: v128, most: v128): v128 {
  const up = f64x2.splat(0.5);
  const bits = f64x2.splat(TO_LOW_BITS);
  a = f64x2.floor(f64x2.add(a, up));
  b = f64x2.floor(f64x2.add(b, up));
  a = f64x2.add(f64x2.pmin(most, f64x2.pmax(least, a)), bits);
  b = f64x2.add(f64x2.pmin(most, f64x2.pmax(least, b)), bits);
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}
