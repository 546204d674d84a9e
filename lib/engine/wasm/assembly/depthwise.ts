import { clearAfter } from './bytes';
import { finish4, TRAILER } from './linear';
import { Window } from './window';

// A conv with a group for each channel. Its rows are too short for dot products: 16 channels are worked on side by side instead.
// For that the weights are laid out anew, once: for each tap those of all channels, then all biases and all multipliers.

/** Channels that are worked on at once; laid out weights are filled up with zeros to a multiple. */
const LANES: i32 = 16;

// @ts-ignore: decorator
@inline
function lanes(channels: i32): i32 {
  return (channels + (LANES - 1)) & ~(LANES - 1);
}

/** Two taps are worked on at once: a last one without a second is paired with one of zeros. */
// @ts-ignore: decorator
@inline
function evenTaps(taps: i32): i32 {
  return (taps + 1) & ~1;
}

/** Lays out the weights of `channels` rows of `taps` at `to`. */
export function layDepthwise(weights: usize, channels: i32, taps: i32, to: usize): void {
  const width = lanes(channels);
  const biases = to + evenTaps(taps) * width;
  memory.fill(to, 0, evenTaps(taps) * width + 8 * width);
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < taps; t++) store<u8>(to + t * width + c, load<u8>(weights + t));
    store<i32>(biases + (c << 2), load<i32>(weights + taps));
    store<i32>(biases + ((width + c) << 2), <i32>load<u16>(weights + taps, 4));
    weights += taps + TRAILER;
  }
}

/** Writes where each tap of output pixel (p, q) finds its channels: in x, or in `pad`. */
function findTaps(x: usize, window: Window, p: i32, q: i32, pad: usize, to: usize): void {
  const left = <i64>q * <i64>window.strideX - <i64>window.padLeft;
  let y = <i64>p * <i64>window.strideY - <i64>window.padTop;
  for (let a = 0; a < window.kernelHeight; a++) {
    const isLine = <u64>y < <u64>window.height;
    let at = left;
    for (let b = 0; b < window.kernelWidth; b++) {
      const isPixel = isLine && <u64>at < <u64>window.width;
      const pixel = x + <usize>(y * <i64>window.width + at) * window.channels;
      store<usize>(to, isPixel ? pixel : pad);
      to += sizeof<usize>();
      at += <i64>window.dilationX;
    }
    y += <i64>window.dilationY;
  }
  store<usize>(to, pad);
}

/**
 * out[p][q][c] = rescale(row c · its patch (p, q) + bias c, mul c, shift), as `use` says. `laid` are the weights as `layDepthwise`
 * lays them out. `scratch` has room for a pixel of padding, then for the address of each tap and one more.
 *
 * SAFETY: a product of i8 with 7 bits is within 128 · 127, so that two fit i16.
 */
export function depthwise(x: usize, window: Window, laid: usize, elementBytes: i32, out: usize, scratch: usize): void {
  const channels = window.channels;
  const width = lanes(channels);
  const taps = window.kernelHeight * window.kernelWidth;
  const biases = laid + evenTaps(taps) * width;
  const list = scratch + width;
  memory.fill(scratch, <u8>window.pad, width);
  for (let p = 0; p < window.outHeight; p++) {
    for (let q = 0; q < window.outWidth; q++) {
      findTaps(x, window, p, q, scratch, list);
      for (let c = 0; c < channels; c += LANES) {
        let s0 = i32x4.splat(0);
        let s1 = s0;
        let s2 = s0;
        let s3 = s0;
        let w = laid + c;
        for (let t = 0; t < taps; t += 2) {
          const a = v128.load(load<usize>(list + t * sizeof<usize>()) + c);
          const b = v128.load(load<usize>(list + t * sizeof<usize>(), sizeof<usize>()) + c);
          const wa = v128.load(w);
          const wb = v128.load(w + width);
          const low = i16x8.add(i16x8.extmul_low_i8x16_s(a, wa), i16x8.extmul_low_i8x16_s(b, wb));
          const high = i16x8.add(i16x8.extmul_high_i8x16_s(a, wa), i16x8.extmul_high_i8x16_s(b, wb));
          s0 = i32x4.add(s0, i32x4.extend_low_i16x8_s(low));
          s1 = i32x4.add(s1, i32x4.extend_high_i16x8_s(low));
          s2 = i32x4.add(s2, i32x4.extend_low_i16x8_s(high));
          s3 = i32x4.add(s3, i32x4.extend_high_i16x8_s(high));
          w += 2 * width;
        }
        finishQuad(s0, biases, width, c, elementBytes, out);
        finishQuad(s1, biases, width, c + 4, elementBytes, out);
        finishQuad(s2, biases, width, c + 8, elementBytes, out);
        finishQuad(s3, biases, width, c + 12, elementBytes, out);
      }
      out += channels * elementBytes;
    }
  }
  clearAfter(out);
  clearAfter(out + 16);
}

/** Four channels from `c`. Those beyond the last are written too, and are to be written over. */
// @ts-ignore: decorator
@inline
function finishQuad(dots: v128, biases: usize, width: i32, c: i32, elementBytes: i32, out: usize): void {
  const at = biases + (c << 2);
  finish4(dots, v128.load(at), v128.load(at + (width << 2)), out + c * elementBytes);
}
