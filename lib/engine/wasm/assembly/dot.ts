// Dot products of int8 weights and 7-bit values, 16 at a time.
//
// The relaxed build multiplies bytes with bytes: exact on every machine as long as the second operand is 0 … 127, because
// then no pair of products leaves i16 (128 · 127 · 2 < 2^15) and its top bit is never set. So i7 values are kept plus 64
// there, and 64 times the sum of the first operand is taken off. The plain build widens both to i16 and needs no bias.

/** Eight times 1. In memory, because a constant would be made anew at each use. */
export const ONES = memory.data<i16>([1, 1, 1, 1, 1, 1, 1, 1], 16);

/** What i7 values are kept plus: see above. */
export const BIAS: i32 = ASC_FEATURE_RELAXED_SIMD ? 64 : 0;

/** Bytes that one 7-bit value takes in a prepared operand. */
export const OPERAND_BYTES: i32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2;

/** Operands are prepared and weights are read in blocks of this many; the operand's rest is zero. */
export const BLOCK: i32 = 32;

/** `count` rounded up to whole blocks. */
// @ts-ignore: decorator
@inline
export function blocks(count: i32): i32 {
  return (count + (BLOCK - 1)) & ~(BLOCK - 1);
}

/** sum + the dot product of 16 weights at `w` and the 16 prepared values at `x`, spread over four i32. */
// @ts-ignore: decorator
@inline
export function dot16(sum: v128, w: v128, x: usize): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(w, v128.load(x)), v128.load(ONES)));
  }
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(w), v128.load(x));
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(w), v128.load(x, 16));
  return i32x4.add(sum, i32x4.add(low, high));
}

/** The four totals of four spread sums, in order. */
// @ts-ignore: decorator
@inline
export function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(
    v128.shuffle<i32>(a, b, 0, 4, 2, 6),
    v128.shuffle<i32>(a, b, 1, 5, 3, 7),
  );
  const cd = i32x4.add(
    v128.shuffle<i32>(c, d, 0, 4, 2, 6),
    v128.shuffle<i32>(c, d, 1, 5, 3, 7),
  );
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/** Writes `count` i7 or u7 values as an operand, `bias` added, zeros up to whole blocks. */
export function prepare(x: usize, count: i32, bias: i32, to: usize): void {
  const size = blocks(count);
  memory.fill(to, 0, <usize>(size * OPERAND_BYTES));
  let i = 0;
  if (ASC_FEATURE_RELAXED_SIMD) {
    const add = i8x16.splat(<i8>bias);
    for (; i + 16 <= count; i += 16) v128.store(to + i, i8x16.add(v128.load(x + i), add));
    for (; i < count; i++) store<u8>(to + i, load<u8>(x + i) + <u8>bias);
    return;
  }
  for (; i + 8 <= count; i += 8) v128.store(to + (i << 1), v128.load_ext<i8>(x + i));
  for (; i < count; i++) store<i16>(to + (i << 1), <i16>load<i8>(x + i));
}

/** Sums of eight dot products, as `dots4x2` leaves them: rows a … d with the first operand, then with the second. */
export const DOTS = memory.data(32, 16);

/** The dot products of four rows and two prepared operands, in blocks of 16; the eight sums live in registers. */
export function dots4x2(wa: usize, wb: usize, wc: usize, wd: usize, at0: usize, at1: usize, columns: i32): void {
  let a0 = i32x4.splat(0);
  let b0 = a0;
  let c0 = a0;
  let d0 = a0;
  let a1 = a0;
  let b1 = a0;
  let c1 = a0;
  let d1 = a0;
  for (let left = columns; left > 0; left -= 16) {
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
  v128.store(DOTS, totals(a0, b0, c0, d0));
  v128.store(DOTS, totals(a1, b1, c1, d1), 16);
}
