import { largest } from '../../compiler/calibrate.ts';
import type { Compiled, CompileOptions } from '../../compiler/compile.ts';
import { Comparison, type Nearness } from '../../compiler/measure.ts';
import { gainAt } from '../../compiler/quantise/gains.ts';
import { Machine } from '../../engine/machine.ts';
import type { FloatReading } from './float-reading.ts';

/** One tensor of the program beside the float reading of the same tensor. `onnx` is its name in the model. */
export type LayerError = Nearness & { readonly tensor: number; readonly onnx: string; readonly dtype: string };

/** What integers cost: the program beside the compiler's float reading of the model, on the same requests. */
export type AccuracyReport = {
  readonly samples: number;
  /** False where there were too few samples to keep some back: then it is measured on those it was calibrated with. */
  readonly isHeldOut: boolean;
  /** Part of the samples (or of their places) for which both rank the same element first; null where nothing is ranked. */
  readonly agreement: number | null;
  /** Of the numbers that the answer is, or is taken from; null where they have no name in the model. */
  readonly answer: Nearness | null;
  /** Of a picture: peak signal to noise, in dB; infinite where every byte is the same. */
  readonly psnrDb: number | null;
  /** Every tensor that stands for one of the model's, in order. */
  readonly layers: readonly LayerError[];
};

export type MeasureOptions = {
  compiled: Compiled;
  float: FloatReading;
  outputScale: CompileOptions['outputScale'];
  samples: readonly Uint8Array[];
  isHeldOut: boolean;
  onProgress: (done: number, total: number) => void;
};

/** Runs both on every sample and compares tensor by tensor. */
export function measureAccuracy(options: MeasureOptions): AccuracyReport {
  const { compiled, float, samples, isHeldOut, onProgress } = options;
  const { parsed, weights, tensors, output } = compiled;
  const last = parsed.ops.at(-1);
  const compared = tensors.filter(({ onnx, size }) => onnx !== '' && size > 1);
  const comparisons = new Map(compared.map(({ tensor }) => [tensor, new Comparison()]));
  const whole = new Comparison();
  const meaning = tensors.at(-1) ?? { scale: 1, zero: 0, size: 1 };
  let same = 0;
  samples.forEach((input, sample) => {
    const expected = float(input);
    const machine = new Machine(parsed, weights, input);
    machine.step(0, 0);
    for (const { tensor, onnx, scale, zero, gains } of compared) {
      const integers = Float64Array.from(
        machine.tensors[tensor] ?? [],
        (q, j) => (scale * q + zero) / gainAt(gains, j),
      );
      const floats = expected.named.get(onnx);
      if (floats?.length === integers.length) comparisons.get(tensor)?.add(floats, integers);
    }
    const found = Float64Array.from(machine.tensors.at(-1) ?? []);
    if (output.answer === 'image') whole.add(bytesOf(expected.answer, options.outputScale), found);
    else if (output.answer === 'values') {
      whole.add(
        expected.answer,
        found.map((q) => meaning.scale * q + meaning.zero),
      );
      same += Number(largest(expected.answer) === largest(found));
    } else same += sameParts(expected.answer, found);
    onProgress(sample + 1, samples.length);
  });
  const layers = compared.map(({ tensor, onnx, dtype }) => ({
    tensor,
    onnx,
    dtype,
    ...(comparisons.get(tensor) ?? new Comparison()).result,
  }));
  const isRanked =
    output.answer === 'class' || output.answer === 'classes' || (output.answer === 'values' && meaning.size > 1);
  const source = last?.op === 'argmax' ? layers.find(({ tensor }) => tensor === last.x) : undefined;
  return {
    samples: samples.length,
    isHeldOut,
    agreement: isRanked ? same / samples.length : null,
    answer: output.answer === 'values' || output.answer === 'image' ? whole.result : (source ?? null),
    psnrDb: output.answer === 'image' ? whole.psnr(255) : null,
    layers,
  };
}

/** Part of the classes that are the same. */
function sameParts(expected: Float64Array, found: Float64Array): number {
  return found.reduce((sum, value, place) => sum + Number(expected[place] === value), 0) / found.length;
}

/** The numbers of a picture as its bytes. */
function bytesOf(values: Float64Array, outputScale: CompileOptions['outputScale']): Float64Array {
  const { scale, offset } = outputScale ?? { scale: 255, offset: 0 };
  return values.map((value) => Math.min(255, Math.max(0, Math.round(scale * value + offset))));
}
