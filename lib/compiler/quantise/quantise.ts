import { ROW_TRAILER_BYTES } from '../../engine/ops/linear.ts';
import { allocate, type Values } from '../../engine/tensor.ts';
import type { Calibration, Sample } from '../calibrate.ts';
import { convolve } from '../ir/convolve.ts';
import type { Scale, Stage } from '../lower/stage.ts';
import { toFunction } from '../scalar.ts';
import { quantise } from './ranges.ts';
import { quantiseRows, type Rows, shiftBiases } from './rows.ts';
import type { Scales } from './scales.ts';
import { sequenceStepOf } from './sequence.ts';
import { sourcesOf, stepOf } from './simulate.ts';

/** A stage with its integers: the scale of its tensor, and its rows or table. */
export type QuantisedStage = {
  readonly stage: Stage;
  readonly scale: Scale;
  readonly rows?: Rows;
  /** By the byte that is read. */
  readonly table?: Uint8Array;
};

/** Bytes of tensors that are kept at once for all samples. */
const KEPT_BYTES = 1 << 27;

/**
 * Rounds weights and tables, and corrects each row's bias by the mean error that the roundings before it leave on the samples.
 * The samples go through the program so far stage by stage, in numbers that stand for its integers. Deterministic.
 */
export function quantiseStages(
  stages: readonly Stage[],
  given: { scales: Scales; calibration: Calibration; inputs: readonly Sample[] },
  onStage: (done: number, total: number) => void,
): readonly QuantisedStage[] {
  const { scales, calibration } = given;
  const lastUse = new Map<number, number>();
  stages.forEach((stage, number) => {
    for (const source of sourcesOf(stage)) lastUse.set(source, number);
  });
  const samples = Math.max(1, Math.min(calibration.samples, Math.floor(KEPT_BYTES / peakOf(stages, lastUse))));
  const inputs = given.inputs.slice(0, samples);
  const integers = new Map<number, Values[]>();
  const quantised: QuantisedStage[] = [];
  stages.forEach((stage, number) => {
    const made = quantiseStage(stage, scales);
    quantised.push(made);
    const read = (from: number, sample: number): Float64Array => {
      const { scale, zero } = scales.at(from);
      return Float64Array.from(integers.get(from)?.[sample] ?? [], (q) => q * scale + zero);
    };
    const { scale } = made;
    const rounded = (values: ArrayLike<number>): Values => {
      const out = allocate({ dtype: scale.dtype, size: stage.size });
      for (let j = 0; j < out.length; j++) out[j] = quantise(values[j] ?? 0, scale);
      return out;
    };
    if (stage.kind === 'conv' && made.rows !== undefined) {
      const sums = inputs.map((_, sample) => read(stage.x, sample));
      integers.set(
        number,
        corrected(stage, { ...made, rows: made.rows }, { scales, calibration, sources: sums }).map(rounded),
      );
    } else {
      const ofText = sequenceStepOf(stage);
      const step = stepOf(stage);
      integers.set(
        number,
        inputs.map((input, sample) => {
          if (stage.kind === 'input') return rounded(input);
          const sources = sourcesOf(stage).map((source) => read(source, sample));
          return rounded(ofText === undefined ? step(sources) : ofText([...sources, input]));
        }),
      );
    }
    for (const source of [...sourcesOf(stage), number])
      if ((lastUse.get(source) ?? -1) <= number) integers.delete(source);
    onStage(number + 1, stages.length);
  });
  return quantised;
}

/** Bytes that one sample's tensors take at most. */
function peakOf(stages: readonly Stage[], lastUse: ReadonlyMap<number, number>): number {
  let [live, peak] = [0, 1];
  stages.forEach((stage, number) => {
    live += 2 * stage.size;
    peak = Math.max(peak, live + 16 * stage.size);
    for (const source of sourcesOf(stage)) {
      if (lastUse.get(source) === number) live -= 2 * (stages[source]?.size ?? 0);
    }
  });
  return peak;
}

function quantiseStage(stage: Stage, scales: Scales): QuantisedStage {
  const scale = scales.of(stage);
  if (stage.kind === 'conv') {
    return { stage, scale, rows: quantiseRows(stage, { from: scales.at(stage.x), to: scale }, stage.where) };
  }
  if (stage.kind === 'map') {
    return { stage, scale, table: tableOf(toFunction(stage.scalar), scales.at(stage.x), scale) };
  }
  if (stage.kind === 'exp') {
    const { scale: step } = scales.at(stage.x);
    return { stage, scale, table: Uint8Array.from({ length: 256 }, (_, d) => Math.round(127 * Math.exp(-d * step))) };
  }
  return { stage, scale };
}

/** The entry for each byte: f of what the byte stands for, rounded. */
function tableOf(f: (x: number) => number, from: Scale, to: Scale): Uint8Array {
  const isSigned = from.dtype !== 'u8';
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const q = isSigned && byte > 127 ? byte - 256 : byte;
    return quantise(f(from.scale * q + from.zero), to); // a negative entry becomes its two's complement
  });
}

type Sources = { scales: Scales; calibration: Calibration; sources: readonly Float64Array[] };

/** The sums of a convolution with its rounded weights, after each bias has moved by the mean error on the samples. */
function corrected(
  stage: Stage & { kind: 'conv' },
  { rows, scale: to }: QuantisedStage & { rows: Rows },
  { scales, calibration, sources }: Sources,
): Float64Array[] {
  const from = scales.at(stage.x);
  const columns = stage.weights.length / stage.rows;
  const before = readRows(rows, { from, to, columns, count: stage.rows });
  const sums = sources.map((x) => convolve(x, { ...stage, ...before }));
  const means = calibration.of.get(stage.tensor)?.means;
  if (means === undefined) return sums;
  const found = new Float64Array(stage.rows);
  for (const sum of sums)
    for (let j = 0; j < sum.length; j++) found[j % stage.rows] = (found[j % stage.rows] ?? 0) + (sum[j] ?? 0);
  const count = (sums.length * stage.size) / stage.rows;
  const steps = means.map((mean, n) => (mean - (found[n] ?? 0) / count) / to.scale);
  shiftBiases(rows, columns, steps);
  const after = readRows(rows, { from, to, columns, count: stage.rows });
  const moved = after.bias.map((value, n) => value - (before.bias[n] ?? 0));
  return sums.map((sum) => sum.map((value, j) => value + (moved[j % stage.rows] ?? 0)));
}

/** The real numbers that rounded rows stand for. */
function readRows(
  { bytes, shift }: Rows,
  { from, to, columns, count }: { from: Scale; to: Scale; columns: number; count: number },
): { weights: Float64Array; bias: Float64Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [weights, bias] = [new Float64Array(count * columns), new Float64Array(count)];
  for (let n = 0, at = 0; n < count; n++) {
    const row = n * (columns + ROW_TRAILER_BYTES);
    const gain = (view.getUint16(row + columns + 4, true) / 2 ** shift) * to.scale;
    let sum = 0;
    for (let k = 0; k < columns; k++, at++) {
      weights[at] = view.getInt8(row + k) * (gain / from.scale);
      sum += weights[at] ?? 0;
    }
    bias[n] = view.getInt32(row + columns, true) * gain + to.zero - from.zero * sum;
  }
  return { weights, bias };
}
