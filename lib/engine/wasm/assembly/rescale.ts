/** floor((value · mul + half) / 2^shift) within [low, high], half = 2^(shift−1). Everything fits i64: see the spec. */
// @ts-ignore: decorator
@inline
export function rescale(value: i64, mul: i64, half: i64, shift: i64, low: i64, high: i64): i32 {
  const rounded = (value * mul + half) >> shift;
  return <i32>(rounded < low ? low : rounded > high ? high : rounded);
}

/** 2^-shift: times that, a double loses nothing. */
// @ts-ignore: decorator
@inline
export function inversePower(shift: i32): f64 {
  return reinterpret<f64>((<i64>(1023 - shift)) << 52);
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
 * floor(v + ½) within [low, high] of two and two doubles, as four i32. With v = value · (mul / 2^shift) that is `rescale`.
 * SAFETY: |value · mul| < 2^53 − 2^45, so that neither product nor sum is rounded.
 */
// @ts-ignore: decorator
@inline
export function roundTo(a: v128, b: v128, low: v128, high: v128): v128 {
  const half = f64x2.splat(0.5);
  const bits = f64x2.splat(TO_LOW_BITS);
  a = f64x2.floor(f64x2.add(a, half));
  b = f64x2.floor(f64x2.add(b, half));
  a = f64x2.add(f64x2.pmin(high, f64x2.pmax(low, a)), bits);
  b = f64x2.add(f64x2.pmin(high, f64x2.pmax(low, b)), bits);
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}
