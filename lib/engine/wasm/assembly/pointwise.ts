import { clearAfter } from './bytes';
import { high, highDoubles, low, lowDoubles, roundTo, unit } from './rescale';

// Operators that work on elements of any type by themselves, four at a time. Shift and range are what `use` says.

/** How elements lie: layout.ts numbers them. i7, u7 and i8 are all signed bytes. */
export const SIGNED_BYTE: i32 = 0;
export const UNSIGNED_BYTE: i32 = 1;
export const HALF_WORD: i32 = 2;
export const WORD: i32 = 3;

/** Bytes of an element are 2 to this power. */
// @ts-ignore: decorator
@inline
export function elementShift(kind: i32): i32 {
  return kind === WORD ? 2 : kind === HALF_WORD ? 1 : 0;
}

/** Four elements from number `j` on, as i32. */
// @ts-ignore: decorator
@inline
function load4(x: usize, kind: i32, j: i32): v128 {
  if (kind === HALF_WORD) return v128.load_ext<i16>(x + (j << 1));
  if (kind === WORD) return v128.load(x + (j << 2));
  const bytes = v128.load32_zero(x + j);
  if (kind === UNSIGNED_BYTE) return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  return i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes));
}

/** Writes four i32 that fit as elements from number `j` on. */
// @ts-ignore: decorator
@inline
function store4(out: usize, kind: i32, j: i32, words: v128): void {
  if (kind === WORD) v128.store(out + (j << 2), words);
  else if (kind === HALF_WORD) {
    v128.store64_lane(out + (j << 1), i16x8.narrow_i32x4_s(words, words), 0);
  } else {
    const bytes = v128.shuffle<u8>(words, words, 0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    v128.store32_lane(out + j, bytes, 0);
  }
}

/** out[j] = rescale(x[j] · y[j], mul, shift). SAFETY: no i32 among them, so that a product fits i32. */
export function multiply(
  x: usize,
  xKind: i32,
  y: usize,
  yKind: i32,
  size: i32,
  mul: i32,
  out: usize,
  kind: i32,
): void {
  const factor = f64x2.splat(<f64>mul * unit);
  const least = f64x2.splat(<f64>low);
  const most = f64x2.splat(<f64>high);
  for (let j = 0; j < size; j += 4) {
    const product = i32x4.mul(load4(x, xKind, j), load4(y, yKind, j));
    const a = f64x2.mul(lowDoubles(product), factor);
    const b = f64x2.mul(highDoubles(product), factor);
    store4(out, kind, j, roundTo(a, b, least, most));
  }
  clearAfter(out + (<usize>size << elementShift(kind)));
}

/** out[j] = sat(floor((x[j] · mul + 2^(shift−1)) / 2^shift) + offset): saturated before the offset is added, to as much less. */
export function requantise(
  x: usize,
  xKind: i32,
  size: i32,
  mul: i32,
  offset: i32,
  out: usize,
  kind: i32,
): void {
  const factor = f64x2.splat(<f64>mul * unit);
  const least = f64x2.splat(<f64>low - <f64>offset);
  const most = f64x2.splat(<f64>high - <f64>offset);
  const offsets = i32x4.splat(offset);
  for (let j = 0; j < size; j += 4) {
    const values = load4(x, xKind, j);
    const a = f64x2.mul(lowDoubles(values), factor);
    const b = f64x2.mul(highDoubles(values), factor);
    store4(out, kind, j, i32x4.add(roundTo(a, b, least, most), offsets)); // modulo 2^32: what is beyond i32 comes back
  }
  clearAfter(out + (<usize>size << elementShift(kind)));
}

/**
 * out[r][k] = sat(floor((2 · mul · x[r][k] + d · 2^shift) / (d · 2^(shift+1)))), d = max(sums[r], 1).
 * SAFETY: numerator and divisor are integers below 2^52, so that their rounded quotient has the floor of the exact one.
 */
export function divide(
  x: usize,
  xKind: i32,
  sums: usize,
  rows: i32,
  width: i32,
  mul: i32,
  out: usize,
  kind: i32,
): void {
  const twice = f64x2.splat(<f64>(2 * mul));
  const least = f64x2.splat(<f64>low);
  const most = f64x2.splat(<f64>high);
  const nothing = f64x2.splat(-0.5); // roundTo adds a half
  for (let r = 0; r < rows; r++) {
    const sum = max<i32>(1, load<i32>(sums + (r << 2)));
    const halves = f64x2.splat(<f64>sum / unit);
    const divisor = f64x2.add(halves, halves);
    const first = r * width;
    for (let k = 0; k < width; k += 4) {
      const values = load4(x, xKind, first + k);
      const a = f64x2.div(f64x2.add(f64x2.mul(lowDoubles(values), twice), halves), divisor);
      const b = f64x2.div(f64x2.add(f64x2.mul(highDoubles(values), twice), halves), divisor);
      const words = roundTo(f64x2.add(f64x2.floor(a), nothing), f64x2.add(f64x2.floor(b), nothing), least, most);
      store4(out, kind, first + k, words);
    }
  }
  clearAfter(out + (<usize>(rows * width) << elementShift(kind)));
}
