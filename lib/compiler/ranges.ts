import type { DType } from '../engine/tensor.ts';
import { type Scalar, toFunction } from './scalar.ts';

/** What an integer stands for: scale · q + zero. */
export type Scale = { readonly dtype: DType; readonly scale: number; readonly zero: number };

/** Values that a range is judged by; more are thinned out evenly. */
const JUDGED = 8192;

/** How much of a range is tried: all of it, down to half, in these parts. */
const PARTS = Array.from({ length: 13 }, (_, i) => 1 - i / 24);

/** Headroom of 16-bit tensors over what the samples show. */
const HEADROOM = 2;

type Range = { low: number; high: number };

/** The scale of a 7-bit (`operand`) or 8-bit tensor that loses least on these values, in squares. */
export function chooseScale(rule: {
  values: Float64Array;
  /** Saturation does this clip, so its ends must be hit. */
  clip: Range;
  type: 'operand' | 'i8' | 'u8';
  /** Functions whose error counts in place of the values' own. */
  readers: readonly Scalar[];
}): Scale {
  const { clip, type } = rule;
  const judged = thin(rule.values);
  const readers = (rule.readers.length === 0 ? [(x: number) => x] : rule.readers.map(toFunction)).map((f) => ({
    f,
    weight: 1 / (varianceOf(judged.map(f)) || 1),
  }));
  const seen = extremes(rule.values);
  const isFixed = { low: seen.low === clip.low, high: seen.high === clip.high };
  const error = (range: Range): number => {
    const scale = scaleOf(range, type, clip);
    let sum = 0;
    for (const value of judged) {
      const rounded = scale.scale * quantise(value, scale) + scale.zero;
      for (const { f, weight } of readers) sum += weight * (f(rounded) - f(value)) ** 2;
    }
    return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
  };
  let best = seen;
  if (!isFixed.high)
    best = least(
      PARTS.map((part) => ({ ...best, high: best.low + (seen.high - best.low) * part })),
      error,
    );
  if (!isFixed.low)
    best = least(
      PARTS.map((part) => ({ ...best, low: best.high - (best.high - seen.low) * part })),
      error,
    );
  return scaleOf(best, type, clip);
}

/** The scale of a 16-bit tensor: symmetric, with headroom. */
export function wideScale(largest: number): Scale {
  return { dtype: 'i16', scale: ((largest || 1) * HEADROOM) / 32767, zero: 0 };
}

/** The integer that stands for a value: round half up, then saturate. */
export function quantise(value: number, { dtype, scale, zero }: Scale): number {
  const [low, high] = LIMITS_OF[dtype] ?? [0, 0];
  const q = Math.floor((value - zero) / scale + 0.5);
  return q > low ? Math.min(q, high) : low; // a value that is no number becomes the lowest
}

const LIMITS_OF: Readonly<Record<string, readonly [number, number]>> = {
  i7: [-64, 63],
  u7: [0, 127],
  i8: [-128, 127],
  u8: [0, 255],
  i16: [-32768, 32767],
};

function scaleOf({ low, high }: Range, type: 'operand' | 'i8' | 'u8', clip: Range): Scale {
  const steps = type === 'operand' ? 127 : 255;
  const scale = (high - low) / steps;
  // A zero inside an open range is met exactly: many values are zero, and none should be off by a part of a step.
  const isOpen = low !== clip.low && high !== clip.high;
  const start = isOpen && low < 0 && high > 0 ? -scale * Math.round(-low / scale) : low;
  if (type === 'u8') return { dtype: 'u8', scale, zero: start };
  if (type === 'i8') return { dtype: 'i8', scale, zero: start + 128 * scale };
  return start >= 0 ? { dtype: 'u7', scale, zero: start } : { dtype: 'i7', scale, zero: start + 64 * scale };
}

function least(ranges: readonly Range[], error: (range: Range) => number): Range {
  const [first = { low: 0, high: 1 }] = ranges;
  let best = { range: first, error: Number.POSITIVE_INFINITY };
  for (const range of ranges) {
    const found = { range, error: error(range) };
    if (found.error < best.error) best = found;
  }
  return best.range;
}

function extremes(values: Float64Array): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > 0 && low < high / 2) low = 0; // u7 then, and zeros that the samples do not show are met
  return high - low > Math.abs(high) * 1e-9 ? { low, high } : { low: Math.min(0, low), high: Math.max(low + 1, high) };
}

function thin(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / JUDGED);
  return Float64Array.from({ length: Math.ceil(values.length / step) }, (_, i) => values[i * step] ?? 0);
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
