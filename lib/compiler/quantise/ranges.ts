import { type DType, RANGE } from '../../engine/tensor.ts';
import type { Scale } from '../lower/stage.ts';
import { type Scalar, toFunction } from '../scalar.ts';

/** Values that a range is judged by; more are thinned out evenly. */
const JUDGED = 8192;

/** How much of a range is tried: all of it, down to half, in these parts. */
const PARTS = Array.from({ length: 13 }, (_, i) => 1 - i / 24);

/** Headroom of 16-bit tensors over what the samples show. */
const HEADROOM = 2;

type Range = { low: number; high: number };

export type RangeRule = {
  readonly values: Float64Array;
  /** What all values lie in. */
  readonly seen: Range;
  /** Saturation does this clip, so its ends must be hit. */
  readonly clip: Range;
  /** `operand` has 7 bits, `signed` too, around zero; `i8` and `u8` have 8, `any` those of either. */
  readonly type: 'operand' | 'i8' | 'any' | 'signed';
  readonly isSymmetric: boolean;
  readonly isAligned: boolean;
  /** Values that must be hit exactly. */
  readonly exact: readonly number[];
  /** Functions whose error counts in place of the values' own. */
  readonly readers: readonly Scalar[];
};

/** The scale of a 7-bit or 8-bit tensor that loses least on these values, in squares. */
export function chooseScale(rule: RangeRule): Scale {
  const { clip } = rule;
  const judged = thin(rule.values);
  const readers = (rule.readers.length === 0 ? [(x: number) => x] : rule.readers.map(toFunction)).map((f) => ({
    f,
    weight: 1 / (varianceOf(judged.map(f)) || 1),
  }));
  const seen = widened(rule.seen, rule.exact);
  const isFixed = { low: seen.low === clip.low, high: seen.high === clip.high };
  const error = (range: Range): number => {
    const scale = scaleOf(range, rule);
    let sum = 0;
    for (const value of judged) {
      const rounded = scale.scale * quantise(value, scale) + scale.zero;
      for (const { f, weight } of readers) sum += weight * (f(rounded) - f(value)) ** 2;
    }
    return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
  };
  let best = seen;
  if (rule.isSymmetric) {
    const most = Math.max(Math.abs(seen.low), Math.abs(seen.high));
    const sized = (part: number): Range => ({ low: seen.low < 0 ? -most * part : 0, high: most * part });
    return scaleOf(least(PARTS.map(sized), error), rule);
  }
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
  return scaleOf(best, rule);
}

/** The scale of a 16-bit tensor: symmetric, with headroom. */
export function wideScale(largest: number): Scale {
  return { dtype: 'i16', scale: ((largest || 1) * HEADROOM) / 32767, zero: 0 };
}

/** The integer that stands for a value: round half up, then saturate. */
export function quantise(value: number, { dtype, scale, zero }: Scale): number {
  const { low, high } = RANGE[dtype];
  const q = Math.floor((value - zero) / scale + 0.5);
  return q > low ? Math.min(q, high) : low; // a value that is no number becomes the lowest
}

function scaleOf({ low, high }: Range, rule: RangeRule): Scale {
  const { type, clip, isSymmetric, exact } = rule;
  if (isSymmetric) return symmetric({ low, high }, type);
  const steps = type === 'operand' ? 127 : 255;
  let scale = (high - low) / steps;
  // A zero inside an open range is met exactly: many values are zero, and none should be off by a part of a step.
  const isOpen = low !== clip.low && high !== clip.high;
  let start = isOpen && low < 0 && high > 0 ? -scale * Math.round(-low / scale) : low;
  const [must] = exact;
  if (must !== undefined) {
    // The end of a clip and the padding both lie on a step.
    const away = Math.round((must - low) / scale);
    if (low === clip.low && away > 0) scale = (must - low) / away;
    start = low === clip.low ? low : must - scale * away;
    if (away < 0) start = must;
  } else if (rule.isAligned) start = scale * Math.round(start / scale);
  const dtype: DType = type === 'operand' ? (start >= 0 ? 'u7' : 'i7') : type === 'i8' ? 'i8' : 'u8';
  return { dtype, scale, zero: start - scale * RANGE[dtype].low };
}

function symmetric({ low, high }: Range, type: RangeRule['type']): Scale {
  const most = Math.max(-low, high, Number.MIN_VALUE) || 1;
  if (type === 'signed') return { dtype: 'i7', scale: most / 63, zero: 0 };
  if (type === 'operand')
    return low < 0 ? { dtype: 'i7', scale: most / 63, zero: 0 } : { dtype: 'u7', scale: most / 127, zero: 0 };
  if (type === 'any' && low >= 0) return { dtype: 'u8', scale: most / 255, zero: 0 };
  return { dtype: 'i8', scale: most / 127, zero: 0 };
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

function widened(seen: Range, exact: readonly number[]): Range {
  let [low, high] = [Math.min(seen.low, ...exact), Math.max(seen.high, ...exact)];
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
