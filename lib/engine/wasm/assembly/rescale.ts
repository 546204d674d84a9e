/** floor((value · mul + half) / 2^shift) within [low, high], half = 2^(shift−1). Everything fits i64: see the spec. */
// @ts-ignore: decorator
@inline
export function rescale(value: i64, mul: i64, half: i64, shift: i64, low: i64, high: i64): i32 {
  const rounded = (value * mul + half) >> shift;
  return <i32>(rounded < low ? low : rounded > high ? high : rounded);
}
