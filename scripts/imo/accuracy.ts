import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { largest } from '../../lib/compiler/calibrate.ts';
import { Comparison } from '../../lib/compiler/measure.ts';
import { gainAt } from '../../lib/compiler/quantise/gains.ts';
import { Machine } from '../../lib/engine/machine.ts';
import { OnnxError } from '../../lib/onnx/error.ts';
import type { Accuracy, AccuracyCommand } from './accuracy-report.ts';
import { measureTextAccuracy } from './accuracy-text.ts';
import { bundleFolder, openDirectory } from './bundle.ts';
import { floatModel } from './float-model.ts';
import { layoutOf } from './layout.ts';
import { showProgress } from './progress.ts';
import {
  type Quantisation,
  quantisationSchema,
  type TextQuantisation,
  textQuantisationSchema,
} from './quantisation.ts';
import { readSamples, readTruth } from './samples.ts';

/** Runs both and compares. The float numbers are onnxruntime's, not ours. Throws OnnxError or BundleError. */
export async function measureAccuracy(command: AccuracyCommand): Promise<Accuracy> {
  const bundle = await openDirectory(command.bundle);
  const quantisation = await readEither(command.bundle);
  if ('text' in quantisation) return measureTextAccuracy(command, { ...bundle, quantisation });
  const inputs = await readSamples(command.samples, { size: bundle.program.maxInput, limit: command.limit });
  const truth = command.truth === undefined ? undefined : await readTruth(command.truth);
  if (truth !== undefined && truth.length < inputs.length) {
    throw new OnnxError('samples/bad', `${command.truth} has ${truth.length} classes for ${inputs.length} samples.`);
  }
  const layers = quantisation.tensors.filter(({ onnx, size }) => onnx !== '' && size > 1);
  const judge = await floatModel(
    await readFile(command.model),
    quantisation.input,
    layers.map(({ onnx }) => onnx),
  );
  const comparisons = layers.map(() => new Comparison());
  const layouts = layers.map(({ axes }) => layoutOf(axes));
  const picture = new Comparison();
  const kind = quantisation.output.answer;
  const counts = { same: 0, float: 0, integer: 0 };
  for (const [sample, input] of inputs.entries()) {
    const float = await judge(input);
    const machine = new Machine(bundle.program, bundle.weights, input);
    machine.step(0, 0);
    layers.forEach(({ tensor, onnx, scale, zero, gains = [] }, place) => {
      const read = layouts[place] ?? ((values: ArrayLike<number>) => values);
      const integers = Float64Array.from(
        machine.tensors[tensor] ?? [],
        (q, j) => (scale * q + zero) / gainAt(gains, j),
      );
      comparisons[place]?.add(float.get(onnx) ?? [], Float64Array.from(read(integers)));
    });
    const answer = machine.tensors.at(-1) ?? [];
    const expected = inAnswerOrder(float.get(quantisation.output.name) ?? new Float64Array(), quantisation);
    if (kind === 'classes') counts.same += sameParts(expected, answer);
    if (kind === 'image') picture.add(bytesOf(expected, quantisation), Float64Array.from(answer));
    const found = { float: classOf(expected), integer: classOf(answer) };
    counts.same += kind === 'classes' ? 0 : Number(found.float === found.integer);
    counts.float += Number(found.float === truth?.[sample]);
    counts.integer += Number(found.integer === truth?.[sample]);
    if (sample % 64 === 63 || sample === inputs.length - 1) {
      showProgress({ what: 'compare', done: sample + 1, total: inputs.length });
    }
  }
  const part = (count: number): number => count / inputs.length;
  const isRanked =
    kind === 'class' || kind === 'classes' || (kind === 'values' && quantisation.tensors.at(-1)?.size !== 1);
  return {
    samples: inputs.length,
    ...(isRanked ? { agreement: part(counts.same) } : {}),
    ...(kind === 'image' ? { psnr: picture.psnr(255) } : {}),
    ...(truth === undefined ? {} : { right: { float: part(counts.float), integer: part(counts.integer) } }),
    layers: layers.map(({ tensor, onnx, dtype }, place) => ({
      tensor,
      onnx,
      dtype,
      ...(comparisons[place] ?? new Comparison()).result,
    })),
  };
}

/** What the compiler wrote beside a bundle that runs once: what each tensor stands for. Throws OnnxError `samples/bad`. */
export async function readQuantisation(directory: string): Promise<Quantisation> {
  const quantisation = await readEither(directory);
  if ('text' in quantisation) throw new OnnxError('samples/bad', `${directory} goes token by token.`);
  return quantisation;
}

async function readEither(directory: string): Promise<Quantisation | TextQuantisation> {
  const file = join(await bundleFolder(directory), 'quantisation.json');
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new OnnxError('samples/bad', `${file} is missing: compile the model again.`, cause);
  });
  return z.union([quantisationSchema, textQuantisationSchema]).parse(JSON.parse(text));
}

function sameParts(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  let same = 0;
  for (let j = 0; j < found.length; j++) same += Number(expected[j] === found[j]);
  return same / found.length;
}

/** The float model's output with its numbers in the order of the answer's. A class is chosen from numbers in the model's order. */
function inAnswerOrder(values: Float64Array, { output: { answer, dims, order } }: Quantisation): ArrayLike<number> {
  if (answer === 'class') return values;
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((all, dim) => all * dim, 1));
  return layoutOf(order.map((axis) => [dims[axis] ?? 1, strides[axis] ?? 1]))(values);
}

/** The numbers of a picture as its bytes. */
function bytesOf(values: ArrayLike<number>, { tensors }: Quantisation): Float64Array {
  const { scale = 1, zero = 0 } = tensors.at(-1) ?? {};
  return Float64Array.from(values, (value) => Math.max(0, Math.min(255, Math.round((value - zero) / scale))));
}

/** An answer of one number is a class already. */
function classOf(answer: ArrayLike<number>): number {
  return answer.length === 1 ? Number(answer[0]) : largest(answer);
}
