import { LIMITS } from '../../engine/limits.ts';
import { RANGE } from '../../engine/tensor.ts';
import type { Calibration, Statistics } from '../calibrate.ts';
import type { Tensor } from '../ir/tensor.ts';
import { rootOf, type Scale, type ScaleChoice, type Stage } from '../lower/stage.ts';
import { chooseScale, quantise, wideScale } from './ranges.ts';

/** Parts of a softmax's range that are tried. */
const SCORE_PARTS = [1, 0.85, 0.7, 0.6, 0.5, 0.4, 0.33, 0.27, 0.22, 0.18, 0.15, 0.12, 0.1, 0.08];

const EMPTY: Statistics = { low: 0, high: 0, values: new Float64Array() };

/** What the integer norm multiplies by, for a row of `width` and steps of the result of at least `step`. */
export function normRule(
  width: number,
  step: number,
): { mul: number; shift: number; squaresShift: number; step: number } {
  let squaresShift = 0;
  while (width * 2 ** (30 - squaresShift) >= 2 ** 31) squaresShift++;
  const gain = Math.sqrt(width) * 2 ** (-30 - squaresShift / 2);
  let shift: number = LIMITS.shift;
  while (shift > 1 && (gain / step) * 2 ** shift >= 128) shift--;
  const mul = Math.max(1, Math.min(127, Math.floor((gain / step) * 2 ** shift)));
  return { mul, shift, squaresShift, step: (gain * 2 ** shift) / mul };
}

/** Every scale of a program, chosen by what the samples show. */
export class Scales {
  readonly #calibration: Calibration;
  readonly #known = new Map<ScaleChoice, Scale>();
  readonly #stages: readonly Stage[];

  constructor(stages: readonly Stage[], calibration: Calibration) {
    this.#stages = stages;
    this.#calibration = calibration;
  }

  /** The scale of a stage's integers. */
  of(stage: Stage): Scale {
    const choice = rootOf(stage.choice);
    const known =
      this.#known.get(choice) ??
      (stage.kind === 'matmul' && choice.kind === 'fixed' ? this.#product(stage) : this.#choose(choice));
    this.#known.set(choice, known);
    return known;
  }

  /** The scale of a stage by number. */
  at(number: number): Scale {
    const stage = this.#stages[number];
    if (stage === undefined) throw new RangeError(`There is no stage ${number}.`);
    return this.of(stage);
  }

  /** Tensors whose clip the saturation of a scale that they share does not do. */
  badClips(): Tensor[] {
    return this.#stages.flatMap((stage) => {
      if (stage.of === undefined || (stage.kind !== 'conv' && stage.kind !== 'requantise')) return [];
      const { scale, zero, dtype } = this.of(stage);
      if (dtype === 'i16' || dtype === 'i32') return [];
      const [low, high] = [zero + scale * RANGE[dtype].low, zero + scale * RANGE[dtype].high];
      const isBad = low < stage.low - 0.3 * scale || high > stage.high + 0.3 * scale;
      return isBad ? [stage.of] : [];
    });
  }

  #statistics(tensor: Tensor): Statistics {
    if (tensor.kind !== 'constant') return this.#calibration.of.get(tensor) ?? EMPTY;
    const { data } = tensor;
    return {
      ...extremes(data),
      values: data.length > 8192 ? data.filter((_, j) => j % Math.ceil(data.length / 8192) === 0) : data,
    };
  }

  #seen(choice: ScaleChoice): Statistics {
    const all = [...choice.members].map((member) => this.#statistics(member));
    const low = all.reduce((least, one) => Math.min(least, one.low), Number.POSITIVE_INFINITY);
    const high = all.reduce((most, one) => Math.max(most, one.high), Number.NEGATIVE_INFINITY);
    const values = new Float64Array(all.reduce((sum, one) => sum + one.values.length, 0));
    let at = 0;
    for (const one of all) {
      values.set(one.values, at);
      at += one.values.length;
    }
    return low > high ? EMPTY : { low, high, values: values.filter(Number.isFinite) };
  }

  #choose(choice: ScaleChoice): Scale {
    switch (choice.kind) {
      case 'fixed':
        return choice.scale ?? { dtype: 'i32', scale: 1, zero: 0 };
      case 'edge':
        return this.#edge(choice);
      case 'wide': {
        const { low, high } = this.#seen(choice);
        return wideScale(Math.max(Math.abs(low), Math.abs(high)));
      }
      case 'score':
        return this.#score(choice);
      case 'norm': {
        const wanted = this.#narrow(choice, 'operand');
        return {
          dtype: 'i7',
          scale: normRule(choice.width ?? 1, wanted.dtype === 'u7' ? 2 * wanted.scale : wanted.scale).step,
          zero: 0,
        };
      }
      case 'operand':
        return this.#narrow(choice, 'operand');
      case 'byte':
        return this.#narrow(choice, 'i8');
      case 'any':
        return this.#narrow(choice, 'any');
      case 'signed':
        return this.#narrow(choice, 'signed');
      default:
        return choice.kind satisfies never;
    }
  }

  #narrow(choice: ScaleChoice, type: 'operand' | 'i8' | 'any' | 'signed'): Scale {
    const { low, high, values } = this.#seen(choice);
    const { clip, isSymmetric, isAligned, readers } = choice;
    return chooseScale({
      values,
      seen: { low, high },
      clip,
      type,
      isSymmetric,
      isAligned,
      exact: [...choice.exact],
      readers,
    });
  }

  #edge({ edge }: ScaleChoice): Scale {
    if (edge === undefined) throw new RangeError('An edge has no scale that it follows.');
    const { scale } = this.#known.get(rootOf(edge.of)) ?? this.#choose(rootOf(edge.of));
    this.#known.set(rootOf(edge.of), { dtype: 'i16', scale, zero: 0 });
    const end = edge.end === 'low' ? RANGE.i16.low : RANGE.i16.high;
    return { dtype: 'i16', scale, zero: Math.round(edge.at / scale) * scale - end * scale };
  }

  /** The range at whose top a softmax's largest numbers lie, cut at the bottom where that costs least. */
  #score(choice: ScaleChoice): Scale {
    const [member] = choice.members;
    const { low, high } = this.#seen(choice);
    const statistics = member === undefined ? EMPTY : this.#statistics(member);
    const rows = statistics.rows ?? this.#rowsOf(statistics.values, member);
    const whole = Math.max(high - low, 1e-6);
    let best = { scale: this.#scoreScale(choice, high, whole), error: Number.POSITIVE_INFINITY };
    for (const part of SCORE_PARTS) {
      const scale = this.#scoreScale(
        choice,
        high,
        choice.isSymmetric ? 2 * Math.max(Math.abs(low), Math.abs(high), 1e-6) * part : whole * part,
      );
      const error = rows.reduce((sum, row) => sum + softmaxError(row, scale), 0);
      if (error < best.error) best = { scale, error };
    }
    return best.scale;
  }

  #scoreScale({ isSymmetric }: ScaleChoice, high: number, width: number): Scale {
    const scale = width / 254;
    const zero = isSymmetric ? 0 : Math.round((high - 127 * scale) / scale) * scale;
    return { dtype: 'i8', scale, zero };
  }

  #rowsOf(values: Float64Array, member: Tensor | undefined): Float64Array[] {
    const reader = this.#stages.find((stage) => stage.kind === 'exp' && this.#stages[stage.x]?.of === member);
    if (reader?.kind !== 'exp') return [values];
    const width = reader.size / reader.rows;
    return Array.from({ length: Math.floor(values.length / width) }, (_, r) =>
      values.subarray(r * width, (r + 1) * width),
    );
  }

  #product(stage: Stage & { kind: 'matmul' }): Scale {
    return { dtype: 'i32', scale: this.at(stage.x).scale * this.at(stage.y).scale, zero: 0 };
  }
}

function softmaxError(row: Float64Array, scale: Scale): number {
  const most = row.reduce((all, value) => Math.max(all, value), Number.NEGATIVE_INFINITY);
  const exact = row.map((value) => Math.exp(value - most));
  const top = quantise(most, scale);
  const rounded = row.map((value) => Math.round(127 * Math.exp((quantise(value, scale) - top) * scale.scale)));
  const [sum, other] = [exact, rounded].map((values) => values.reduce((all, value) => all + value, 0));
  return exact.reduce(
    (all, value, k) => all + (value / (sum ?? 1) - (rounded[k] ?? 0) / Math.max(1, other ?? 1)) ** 2,
    0,
  );
}

function extremes(values: Float64Array): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? { low: 0, high: 0 } : { low, high };
}
