import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { largest } from '../../lib/compiler/calibrate.ts';
import { Comparison, type Nearness } from '../../lib/compiler/measure.ts';
import { Machine } from '../../lib/engine/machine.ts';
import { OnnxError } from '../../lib/onnx/error.ts';
import { bundleFolder, openDirectory } from './bundle.ts';
import { floatModel } from './float-model.ts';
import { showProgress } from './progress.ts';
import { type Quantisation, quantisationSchema } from './quantisation.ts';
import { readSamples, readTruth } from './samples.ts';

export type AccuracyCommand = {
  model: string;
  bundle: string;
  samples: string;
  /** A file with the right class of each sample. */
  truth: string | undefined;
  limit: number;
};

/** The integer program beside the float model in onnxruntime, on the same requests. */
export type Accuracy = {
  readonly samples: number;
  /** Part of the samples for which both rank the same element first. */
  readonly agreement: number;
  /** Part of the samples that each gets right; only with a truth. */
  readonly right?: { readonly float: number; readonly integer: number };
  /** The tensors that stand for one of the model's, in order; the last is what the answer is taken from. */
  readonly layers: readonly (Nearness & { readonly tensor: number; readonly onnx: string; readonly dtype: string })[];
};

/** Runs both and compares. The float numbers are onnxruntime's, not ours. Throws OnnxError or BundleError. */
export async function measureAccuracy(command: AccuracyCommand): Promise<Accuracy> {
  const bundle = await openDirectory(command.bundle);
  const quantisation = await readQuantisation(command.bundle);
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
  const counts = { same: 0, float: 0, integer: 0 };
  for (const [sample, input] of inputs.entries()) {
    const float = await judge(input);
    const machine = new Machine(bundle.program, bundle.weights, input);
    machine.step(0, 0);
    layers.forEach(({ tensor, onnx, scale, zero }, place) => {
      const integers = Float64Array.from(machine.tensors[tensor] ?? [], (q) => scale * q + zero);
      comparisons[place]?.add(float.get(onnx) ?? [], integers);
    });
    const answer = machine.tensors.at(-1) ?? [];
    const found = { float: classOf(float.get(quantisation.output.name) ?? []), integer: classOf(answer) };
    counts.same += Number(found.float === found.integer);
    counts.float += Number(found.float === truth?.[sample]);
    counts.integer += Number(found.integer === truth?.[sample]);
    if (sample % 64 === 63 || sample === inputs.length - 1) {
      showProgress({ what: 'compare', done: sample + 1, total: inputs.length });
    }
  }
  const part = (count: number): number => count / inputs.length;
  return {
    samples: inputs.length,
    agreement: part(counts.same),
    ...(truth === undefined ? {} : { right: { float: part(counts.float), integer: part(counts.integer) } }),
    layers: layers.map(({ tensor, onnx, dtype }, place) => ({
      tensor,
      onnx,
      dtype,
      ...(comparisons[place] ?? new Comparison()).result,
    })),
  };
}

/** The table that `imo accuracy` prints. */
export function accuracyTable({ samples, agreement, right, layers }: Accuracy): string[] {
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  return [
    `samples      ${samples}`,
    `agreement    ${percent(agreement)} of the first places (integer program, float model in onnxruntime)`,
    ...(right === undefined ? [] : [`right        float ${percent(right.float)}, integer ${percent(right.integer)}`]),
    '',
    'tensor  type  cosine     error     largest    of the model’s tensor',
    ...layers.map(({ tensor, dtype, cosine, relativeError, largestError, onnx }) =>
      [
        String(tensor).padStart(6),
        dtype.padEnd(4),
        cosine.toFixed(6).padEnd(9),
        percent(relativeError).padStart(8),
        largestError.toPrecision(3).padStart(9),
        ` ${onnx}`,
      ].join('  '),
    ),
  ];
}

async function readQuantisation(directory: string): Promise<Quantisation> {
  const file = join(await bundleFolder(directory), 'quantisation.json');
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new OnnxError('samples/bad', `${file} is missing: compile the model again.`, cause);
  });
  return quantisationSchema.parse(JSON.parse(text));
}

/** An answer of one number is a class already. */
function classOf(answer: ArrayLike<number>): number {
  return answer.length === 1 ? Number(answer[0]) : largest(answer);
}
