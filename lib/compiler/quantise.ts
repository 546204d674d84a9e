import type { ByteType } from '../engine/op.ts';
import { add } from '../engine/ops/add.ts';
import { dot, linear, ROW_TRAILER_BYTES } from '../engine/ops/linear.ts';
import { map } from '../engine/ops/map.ts';
import { allocate, bytesOf, type DType, type Values } from '../engine/tensor.ts';
import { type Calibration, largest, multiply } from './calibrate.ts';
import { chooseScale, quantise, type Scale, wideScale } from './ranges.ts';
import { quantiseRows, type Rows, shiftBiases } from './rows.ts';
import { toFunction } from './scalar.ts';
import type { DenseStage, Stage } from './stage.ts';

/** A stage with its integers: the scale of its tensor, and its rows or table. */
export type QuantisedStage = {
  readonly stage: Stage;
  readonly scale: Scale;
  readonly rows?: Rows;
  /** 256 bytes, by the byte that is read. */
  readonly table?: Uint8Array;
};

const BYTES: Scale = { dtype: 'u8', scale: 1, zero: 0 };
const INDEX: Scale = { dtype: 'i32', scale: 1, zero: 0 };

/**
 * Chooses every tensor's scale from the calibration, rounds weights and tables, and corrects each row's bias by the mean
 * error that the roundings before it leave on the samples. Deterministic.
 */
export function quantiseStages(
  stages: readonly Stage[],
  calibration: Calibration,
  inputs: readonly Uint8Array[],
  onStage: (done: number, total: number) => void,
): readonly QuantisedStage[] {
  const wide = wideScales(stages, calibration);
  const done: QuantisedStage[] = [];
  const integers: Values[][] = []; // of each stage, for each sample
  stages.forEach((stage, number) => {
    const values = calibration.values[number] ?? new Float64Array();
    const quantised = quantiseStage(stage, { values, done, wide: wide[number] ?? INDEX });
    if (stage.kind === 'dense' && quantised.rows !== undefined) {
      const read = { floats: calibration.values[stage.x] ?? new Float64Array(), integers: integers[stage.x] ?? [] };
      correctBiases(stage, { rows: quantised.rows, scale: quantised.scale, read });
    }
    done.push(quantised);
    integers.push(
      inputs.slice(0, calibration.samples).map((input, sample) => {
        const read = (from: number): Values => integers[from]?.[sample] ?? new Int8Array();
        return runStage(quantised, input, read);
      }),
    );
    onStage(number + 1, stages.length);
  });
  return done;
}

/** One stage of the integer program, by the engine's own operators. */
export function runStage(
  { stage, scale, rows, table }: QuantisedStage,
  input: Uint8Array,
  read: (from: number) => Values,
): Values {
  const out = allocate({ dtype: scale.dtype, size: stage.size });
  if (stage.kind === 'input') bytesOf(out).set(input);
  else if (stage.kind === 'argmax') out[0] = largest(read(stage.x));
  else if (stage.kind === 'add') add(Int16Array.from(read(stage.x)), Int16Array.from(read(stage.y)), as16(out));
  else if (stage.kind === 'table') {
    const rule = { table: new Int8Array(table?.buffer ?? new ArrayBuffer(256)), dtype: byteType(scale.dtype) };
    map(bytesOf(read(stage.x)), rule, bytesOf(out));
  } else if (rows !== undefined) {
    const { bytes, shift } = rows;
    const rule = {
      bytes: new Int8Array(bytes.buffer),
      view: new DataView(bytes.buffer),
      offset: 0,
      shift,
      dtype: scale.dtype,
    };
    linear(Int8Array.from(read(stage.x)), rule, scale.dtype === 'i16' ? as16(out) : as8(out));
  }
  return out;
}

function quantiseStage(
  stage: Stage,
  { values, done, wide }: { values: Float64Array; done: readonly QuantisedStage[]; wide: Scale },
): QuantisedStage {
  switch (stage.kind) {
    case 'input':
      return { stage, scale: BYTES };
    case 'argmax':
      return { stage, scale: INDEX };
    case 'add':
      return { stage, scale: wide };
    case 'table': {
      const type = stage.role === 'operand' ? 'operand' : 'u8';
      const clip = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
      const scale = chooseScale({ values, clip, type, readers: [] });
      return { stage, scale, table: tableOf(toFunction(stage.scalar), done[stage.x]?.scale ?? BYTES, scale) };
    }
    case 'dense': {
      const from = done[stage.x]?.scale ?? BYTES;
      const clip = { low: stage.low, high: stage.high };
      const type = stage.role === 'operand' ? 'operand' : 'i8';
      const to = stage.role === 'wide' ? wide : chooseScale({ values, clip, type, readers: stage.readers });
      return { stage, scale: to, rows: quantiseRows(stage.matrix, { from, to }, stage.where) };
    }
    default:
      return stage satisfies never;
  }
}

/** What is added has one scale with its sum; other 16-bit tensors have their own. */
function wideScales(stages: readonly Stage[], { values }: Calibration): readonly Scale[] {
  const most = values.map((tensor) => tensor.reduce((all, value) => Math.max(all, Math.abs(value)), 0));
  for (let isStable = false; !isStable; ) {
    isStable = true;
    stages.forEach((stage, number) => {
      if (stage.kind !== 'add') return;
      const joined = Math.max(most[number] ?? 0, most[stage.x] ?? 0, most[stage.y] ?? 0);
      for (const one of [number, stage.x, stage.y]) {
        isStable &&= most[one] === joined;
        most[one] = joined;
      }
    });
  }
  return most.map(wideScale);
}

/** The entry for each byte: f of what the byte stands for, rounded. */
function tableOf(f: (x: number) => number, from: Scale, to: Scale): Uint8Array {
  const isSigned = from.dtype !== 'u8';
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const q = isSigned && byte > 127 ? byte - 256 : byte;
    return quantise(f(from.scale * q + from.zero), to); // a negative entry becomes its two's complement
  });
}

/** Moves each bias by the mean difference between float and integer sums, over samples that the output does not clip. */
function correctBiases(
  stage: DenseStage,
  target: { rows: Rows; scale: Scale; read: { floats: Float64Array; integers: readonly Values[] } },
): void {
  const { rows, scale, read } = target;
  const { columns } = stage.matrix;
  const [total, count] = [new Float64Array(stage.matrix.rows), new Float64Array(stage.matrix.rows)];
  const view = new DataView(rows.bytes.buffer);
  const bytes = new Int8Array(rows.bytes.buffer);
  read.integers.forEach((values, sample) => {
    const x = as8(values);
    const exact = multiply(stage.matrix, read.floats.subarray(sample * columns, (sample + 1) * columns));
    exact.forEach((value, n) => {
      if (value <= stage.low || value >= stage.high) return;
      const at = n * (columns + ROW_TRAILER_BYTES);
      const sum = view.getInt32(at + columns, true) + dot(bytes, at, x);
      const steps = (sum * view.getUint16(at + columns + 4, true)) / 2 ** rows.shift;
      total[n] = (total[n] ?? 0) + (value - scale.zero) / scale.scale - steps;
      count[n] = (count[n] ?? 0) + 1;
    });
  });
  const enough = Math.min(16, read.integers.length / 4);
  shiftBiases(
    rows,
    columns,
    total.map((sum, n) => ((count[n] ?? 0) >= enough ? sum / (count[n] ?? 1) : 0)),
  );
}

function byteType(dtype: DType): ByteType {
  return dtype === 'i16' || dtype === 'i32' ? 'u8' : dtype;
}

function as8(values: Values): Int8Array {
  return values instanceof Int8Array ? values : new Int8Array(values.buffer);
}

function as16(values: Values): Int16Array {
  return values instanceof Int16Array ? values : new Int16Array(values.buffer);
}
