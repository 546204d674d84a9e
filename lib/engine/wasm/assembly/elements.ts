/** out[j] = saturate16(x[j] + y[j]) of i16 values at any addresses. */
export function add(x: usize, y: usize, size: i32, out: usize): void {
  let j = 0;
  for (; j + 8 <= size; j += 8) {
    const at = j << 1;
    v128.store(out + at, i16x8.add_sat_s(v128.load(x + at), v128.load(y + at)));
  }
  for (; j < size; j++) {
    const at = j << 1;
    const sum = <i32>load<i16>(x + at) + <i32>load<i16>(y + at);
    store<i16>(out + at, <i16>(sum < -32768 ? -32768 : sum > 32767 ? 32767 : sum));
  }
}

/** out[j] = table[x[j] mod 256], an i8, within [low, high]. */
export function map(x: usize, size: i32, table: usize, low: i32, high: i32, out: usize): void {
  for (let j = 0; j < size; j++) {
    const entry = <i32>load<i8>(table + <usize>load<u8>(x + j));
    store<u8>(out + j, <u8>(entry < low ? low : entry > high ? high : entry));
  }
}

/** out[j] = table[x[j] mod 256], a u8. */
export function mapBytes(x: usize, size: i32, table: usize, out: usize): void {
  for (let j = 0; j < size; j++) store<u8>(out + j, load<u8>(table + <usize>load<u8>(x + j)));
}

/** The lowest index of the largest of i16 values. */
export function argmax(x: usize, size: i32): i32 {
  let most = i16x8.splat(-32768);
  let j = 0;
  for (; j + 8 <= size; j += 8) most = i16x8.max_s(most, v128.load(x + (j << 1)));
  let best: i32 = -32768;
  for (; j < size; j++) best = max<i32>(best, <i32>load<i16>(x + (j << 1)));
  most = i16x8.max_s(most, v128.shuffle<i64>(most, most, 1, 0));
  most = i16x8.max_s(most, v128.shuffle<i32>(most, most, 1, 0, 3, 2));
  best = max<i32>(best, max<i32>(i16x8.extract_lane_s(most, 0), i16x8.extract_lane_s(most, 1)));
  const wanted = i16x8.splat(<i16>best);
  for (j = 0; j + 8 <= size; j += 8) {
    const found = i16x8.bitmask(i16x8.eq(wanted, v128.load(x + (j << 1))));
    if (found !== 0) return j + ctz<i32>(found);
  }
  for (; j < size; j++) if (<i32>load<i16>(x + (j << 1)) === best) return j;
  return 0;
}
