import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelForm } from '../../lib/bundle/pack-bundle.ts';
import { type Compiled, compile } from '../../lib/compiler/compile.ts';
import { readGraph } from '../../lib/compiler/read-graph.ts';
import { readModel } from '../../lib/onnx/read-model.ts';
import { modelSchema, write } from './bundle.ts';
import { showProgress } from './progress.ts';
import type { Quantisation } from './quantisation.ts';
import { readSamples } from './samples.ts';
import { UsageError } from './usage-error.ts';

/** Samples that become golden outputs, besides the plain fillings. */
const GOLDEN_SAMPLES = 12;

export type CompileCommand = {
  model: string;
  calibrate: string;
  out: string;
  facts: string | undefined;
  card: string | undefined;
  answer: string | undefined;
  output: string | undefined;
  inputScale: string | undefined;
  inputOffset: string | undefined;
  limit: number;
};

/** Compiles an ONNX file, writes the bundle and says what came out; returns the bundle's address. */
export async function compileCommand(command: CompileCommand, print: (line: string) => void): Promise<string> {
  const model = new Uint8Array(await readFile(command.model));
  const facts = await factsOf(command);
  const answer = answerOf(command.answer);
  const inputScale = inputScaleOf(command);
  const settings = {
    ...(answer === undefined ? {} : { answer }),
    ...(command.output === undefined ? {} : { output: command.output }),
    ...(inputScale === undefined ? {} : { inputScale }),
  };
  const { inputDims } = readGraph(readModel(model), settings);
  const size = inputDims.reduce((product, dim) => product * dim, 1);
  const samples = await readSamples(command.calibrate, { size, limit: command.limit });
  const compiled = compile({
    model,
    samples,
    ...settings,
    onProgress: ({ stage, done, total }) => showProgress({ what: stage, done, total }),
  });
  const { program, weights, parsed, parameters, notes } = compiled;
  const form = formOf(compiled, facts);
  const said = { ...facts, parameters, examples: facts.examples ?? [] };
  const { name, description, licence, examples } = said;
  const card =
    command.card === undefined
      ? new TextEncoder().encode(cardOf(said, compiled))
      : new Uint8Array(await readFile(command.card));
  await mkdir(command.out, { recursive: true });
  await writeFile(join(command.out, 'program.json'), program);
  await writeFile(join(command.out, 'weights.bin'), weights);
  await writeFile(join(command.out, 'card.md'), card);
  await writeFile(join(command.out, 'quantisation.json'), `${JSON.stringify(quantisationOf(compiled), null, 2)}\n`);
  const uri = await write(command.out, {
    facts: { name, description, licence, examples, parameters },
    form,
    program,
    weights,
    prompts: samples.slice(0, GOLDEN_SAMPLES),
  });
  for (const note of notes) print(`note         ${note}`);
  print(`operators    ${parsed.ops.length}; ${parameters} parameters; ${parsed.macsPerStep} multiplications`);
  print(`weights      ${weights.length} bytes, from ${model.length} of ONNX`);
  print(`calibrated   with ${compiled.samples} samples; next: imo accuracy`);
  print(uri);
  return uri;
}

type Facts = ReturnType<typeof modelSchema.parse>;

async function factsOf({ facts, model }: CompileCommand): Promise<Facts> {
  if (facts !== undefined) return modelSchema.parse(JSON.parse(await readFile(facts, 'utf8')));
  const name = basename(model, '.onnx').slice(0, 64);
  return { name, description: `Compiled from ${basename(model)}.`, licence: 'not stated' };
}

function answerOf(text: string | undefined): 'class' | 'values' | undefined {
  if (text === undefined || text === 'class' || text === 'values') return text;
  throw new UsageError('--answer is class or values.');
}

function inputScaleOf({ inputScale, inputOffset }: CompileCommand): { scale: number; offset: number } | undefined {
  if (inputScale === undefined && inputOffset === undefined) return undefined;
  const scale = Number(inputScale ?? 1 / 255);
  const offset = Number(inputOffset ?? 0);
  if (Number.isFinite(scale) && Number.isFinite(offset) && scale !== 0) return { scale, offset };
  throw new UsageError('--input-scale and --input-offset are numbers, the scale not 0.');
}

function formOf({ parsed, output, tensors }: Compiled, { labels = [], image }: Facts): ModelForm {
  const maxBytes = parsed.maxInput;
  const input =
    image === undefined
      ? ({ encoding: 'bytes', maxBytes } as const)
      : ({ encoding: 'image', ...image, maxBytes } as const);
  if (output.answer === 'class')
    return { kind: 'classifier', input, output: { encoding: 'class', labels, maxBytes: 4 } };
  const { scale = 1, zero = 0, dtype = 'i16' } = tensors.at(-1) ?? {};
  if (dtype === 'i32') throw new UsageError('The answer is a class.');
  return {
    kind: 'values',
    input,
    output: { encoding: 'values', dtype, scale, zero, labels, maxBytes: parsed.maxOutput },
  };
}

function quantisationOf({ input, output, samples, notes, tensors }: Compiled): Quantisation {
  return {
    version: 1,
    input: { ...input, dims: [...input.dims] },
    output,
    calibrationSamples: samples,
    notes: [...notes],
    tensors: tensors.map((tensor) => ({ ...tensor })),
  };
}

function cardOf({ name, description, licence }: Facts, { parsed, parameters, input }: Compiled): string {
  return [
    `# ${name}`,
    '',
    description,
    '',
    '| | |',
    '|---|---|',
    `| parameters | ${parameters} |`,
    `| input | ${parsed.maxInput} bytes; the model sees ${input.scale} · byte + ${input.offset}, shape [${input.dims.join(', ')}] |`,
    `| multiplications | ${parsed.macsPerStep} |`,
    `| licence | ${licence} |`,
    '',
  ].join('\n');
}
