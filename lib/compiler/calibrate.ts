import { OnnxError } from '../onnx/error.ts';
import type { Matrix } from './expr.ts';
import { toFunction } from './scalar.ts';
import type { Stage } from './stage.ts';

/** Doubles that are kept for calibration: with more, fewer samples are used. */
const KEPT_VALUES = 1 << 23;

/** Multiplications that calibration may take: with more for each sample, fewer samples are used. */
const MULTIPLICATIONS = 2 ** 34;

/** The float values of every stage on some requests: `values[stage]` holds `size` numbers for each sample in turn. */
export type Calibration = { readonly samples: number; readonly values: readonly Float64Array[] };

/**
 * Runs the network in doubles, before any rounding. This is the plain float reading of the stages; results of inference
 * never come from it. Throws `samples/bad`, or `onnx/unsupported` for a value that is no number.
 */
export function calibrate(
  stages: readonly Stage[],
  inputs: readonly Uint8Array[],
  onSample: (done: number, total: number) => void,
): Calibration {
  const size = stages.find((stage) => stage.kind === 'input')?.size ?? 0;
  if (inputs.length === 0) throw new OnnxError('samples/bad', 'There are no samples to calibrate with.');
  for (const input of inputs) {
    if (input.length !== size) throw new OnnxError('samples/bad', `A sample has ${input.length} bytes, not ${size}.`);
  }
  const perSample = stages.reduce((sum, stage) => sum + stage.size, 0);
  const macs = stages.reduce((sum, stage) => sum + (stage.kind === 'dense' ? stage.matrix.weights.length : 0), 1);
  const most = Math.floor(Math.min(KEPT_VALUES / perSample, MULTIPLICATIONS / macs));
  const samples = Math.max(1, Math.min(inputs.length, most));
  const values = stages.map((stage) => new Float64Array(stage.size * samples));
  const run = floatRunner(stages);
  inputs.slice(0, samples).forEach((input, sample) => {
    run(input).forEach((tensor, number) => {
      checkFinite(tensor, stages[number]?.where ?? '', sample);
      values[number]?.set(tensor, sample * tensor.length);
    });
    onSample(sample + 1, samples);
  });
  return { samples, values };
}

/** One request through all stages in doubles: a function that gives every stage's values. */
export function floatRunner(stages: readonly Stage[]): (input: Uint8Array) => readonly Float64Array[] {
  const functions = stages.map((stage) => (stage.kind === 'table' ? toFunction(stage.scalar) : undefined));
  return (input) => {
    const tensors: Float64Array[] = [];
    const read = (number: number): Float64Array => tensors[number] ?? new Float64Array();
    stages.forEach((stage, number) => {
      if (stage.kind === 'input') tensors.push(Float64Array.from(input));
      else if (stage.kind === 'table') tensors.push(read(stage.x).map((x) => functions[number]?.(x) ?? 0));
      else if (stage.kind === 'add') tensors.push(read(stage.x).map((x, j) => x + (read(stage.y)[j] ?? 0)));
      else if (stage.kind === 'argmax') tensors.push(Float64Array.of(largest(read(stage.x))));
      else {
        const { low, high } = stage;
        tensors.push(multiply(stage.matrix, read(stage.x)).map((y) => Math.min(high, Math.max(low, y))));
      }
    });
    return tensors;
  };
}

/** matrix · x + bias. */
export function multiply({ rows, columns, weights, bias }: Matrix, x: Float64Array): Float64Array {
  const y = Float64Array.from(bias);
  for (let n = 0, at = 0; n < rows; n++) {
    let sum = 0;
    for (let k = 0; k < columns; k++, at++) sum += (weights[at] ?? 0) * (x[k] ?? 0);
    y[n] = (y[n] ?? 0) + sum;
  }
  return y;
}

/** The lowest index of the largest element. */
export function largest(x: ArrayLike<number>): number {
  let best = 0;
  for (let j = 1; j < x.length; j++) if ((x[j] ?? 0) > (x[best] ?? 0)) best = j;
  return best;
}

function checkFinite(tensor: Float64Array, where: string, sample: number): void {
  const bad = tensor.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new OnnxError('onnx/unsupported', `${where}: element ${bad} is ${tensor[bad]} for sample ${sample}.`);
}
