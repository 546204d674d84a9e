import { largest } from '../../compiler/calibrate.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { Comparison, type Nearness } from '../../compiler/measure.ts';
import { Machine } from '../../engine/machine.ts';
import type { FloatReading } from './float-reading.ts';

/** One tensor of the program beside the float reading of the same tensor. `onnx` is its name in the model. */
export type LayerError = Nearness & { readonly tensor: number; readonly onnx: string; readonly dtype: string };

/** What integers cost: the program beside the compiler's float reading of the model, on the same requests. */
export type AccuracyReport = {
  readonly samples: number;
  /** False where there were too few samples to keep some back: then it is measured on those it was calibrated with. */
  readonly isHeldOut: boolean;
  /** Part of the samples for which both rank the same element first; null where the answer ranks nothing. */
  readonly agreement: number | null;
  /** Of the numbers that the answer is, or is taken from. */
  readonly answer: Nearness;
  /** Every tensor that stands for one of the model's, in order. */
  readonly layers: readonly LayerError[];
};

export type MeasureOptions = {
  compiled: Compiled;
  float: FloatReading;
  samples: readonly Uint8Array[];
  isHeldOut: boolean;
  onProgress: (done: number, total: number) => void;
};

/** Runs both on every sample and compares tensor by tensor. */
export function measureAccuracy({ compiled, float, samples, isHeldOut, onProgress }: MeasureOptions): AccuracyReport {
  const { parsed, weights, tensors } = compiled;
  const ranked = rankedTensor(compiled);
  const compared = tensors.filter(({ tensor, onnx, size }) => (onnx !== '' && size > 1) || tensor === ranked);
  const comparisons = new Map(compared.map(({ tensor }) => [tensor, new Comparison()]));
  let same = 0;
  samples.forEach((input, sample) => {
    const expected = float(input);
    const machine = new Machine(parsed, weights, input);
    machine.step(0, 0);
    for (const { tensor, scale, zero } of compared) {
      const integers = Float64Array.from(machine.tensors[tensor] ?? [], (q) => scale * q + zero);
      comparisons.get(tensor)?.add(expected[tensor] ?? [], integers);
    }
    same += Number(largest(expected[ranked] ?? []) === largest(machine.tensors[ranked] ?? []));
    onProgress(sample + 1, samples.length);
  });
  const nearness = (tensor: number): Nearness => (comparisons.get(tensor) ?? new Comparison()).result;
  const size = tensors[ranked]?.size ?? 1;
  return {
    samples: samples.length,
    isHeldOut,
    agreement: size > 1 ? same / samples.length : null,
    answer: nearness(ranked),
    layers: compared.map(({ tensor, onnx, dtype }) => ({ tensor, onnx, dtype, ...nearness(tensor) })),
  };
}

/** The tensor whose numbers are the answer: for a class, what the class is the largest of. */
function rankedTensor({ parsed }: Compiled): number {
  const last = parsed.ops.at(-1);
  return last?.op === 'argmax' ? last.x : parsed.ops.length - 1;
}
