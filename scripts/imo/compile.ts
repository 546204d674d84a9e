import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelForm } from '../../lib/bundle/pack-bundle.ts';
import { type Answer, type Compiled, compile } from '../../lib/compiler/compile.ts';
import { type InputScale, readGraph } from '../../lib/compiler/read-graph.ts';
import { isTextModel } from '../../lib/compiler/text/inputs.ts';
import { readModel } from '../../lib/onnx/read-model.ts';
import { modelSchema, write } from './bundle.ts';
import { compileTextModel, type TextCommand } from './compile-text.ts';
import type { Parts } from './parts.ts';
import { showProgress } from './progress.ts';
import { type Quantisation, writtenTensors } from './quantisation.ts';
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
  outputScale: string | undefined;
  outputOffset: string | undefined;
  limit: number;
  /** What is said of a model that goes token by token. */
  text?: TextCommand;
};

/** Compiles an ONNX file, writes the bundle and says what came out; returns the bundle's address. */
export async function compileCommand(command: CompileCommand, print: (line: string) => void): Promise<string> {
  const model = new Uint8Array(await readFile(command.model));
  const facts = await factsOf(command);
  const isText = isTextModel(readModel(model).inputs);
  const parts = isText ? await compileTextModel(model, command) : await compileOnce(model, command, facts);
  const { program, weights, parsed, parameters, notes, samples, form, prompts, quantisation } = parts;
  const said = { ...facts, parameters, examples: facts.examples ?? [] };
  const { name, description, licence, examples } = said;
  const card =
    command.card === undefined
      ? new TextEncoder().encode(cardOf(said, parts))
      : new Uint8Array(await readFile(command.card));
  await mkdir(command.out, { recursive: true });
  await writeFile(join(command.out, 'program.json'), program);
  await writeFile(join(command.out, 'weights.bin'), weights);
  await writeFile(join(command.out, 'card.md'), card);
  await writeFile(join(command.out, 'quantisation.json'), `${JSON.stringify(quantisation, null, 2)}\n`);
  const uri = await write(command.out, {
    facts: { name, description, licence, examples, parameters },
    ...(form === undefined ? {} : { form }),
    program,
    weights,
    prompts,
  });
  for (const note of notes) print(`note         ${note}`);
  print(
    `operators    ${parsed.ops.length}; ${parameters} parameters; ${parsed.macsPerStep} multiplications${isText ? ' a step at most' : ''}`,
  );
  print(`weights      ${weights.length} bytes, from ${model.length} of ONNX`);
  print(`calibrated   with ${samples} ${isText ? 'steps' : 'samples'}; next: imo accuracy`);
  print(uri);
  return uri;
}

async function compileOnce(model: Uint8Array, command: CompileCommand, facts: Facts): Promise<Parts> {
  const answer = answerOf(command.answer);
  const inputScale = scaleOf('input', { scale: command.inputScale, offset: command.inputOffset }, 1 / 255);
  const outputScale = scaleOf('output', { scale: command.outputScale, offset: command.outputOffset }, 255);
  const settings = {
    ...(answer === undefined ? {} : { answer }),
    ...(command.output === undefined ? {} : { output: command.output }),
    ...(inputScale === undefined ? {} : { inputScale }),
    ...(outputScale === undefined ? {} : { outputScale }),
  };
  const { inputBytes: size } = readGraph(readModel(model), settings);
  const samples = await readSamples(command.calibrate, { size, limit: command.limit });
  const compiled = compile({
    model,
    samples,
    ...settings,
    onProgress: ({ stage, done, total }) => showProgress({ what: stage, done, total }),
  });
  const { program, weights, parsed, parameters, notes, input } = compiled;
  return {
    ...{ program, weights, parsed, parameters, notes },
    samples: compiled.samples,
    form: formOf(compiled, facts),
    quantisation: quantisationOf(compiled),
    prompts: samples.slice(0, GOLDEN_SAMPLES),
    request: `${parsed.maxInput} bytes; the model sees ${input.scale} · byte + ${input.offset}, shape [${input.dims.join(', ')}]`,
  };
}

type Facts = ReturnType<typeof modelSchema.parse>;

async function factsOf({ facts, model }: CompileCommand): Promise<Facts> {
  if (facts !== undefined) return modelSchema.parse(JSON.parse(await readFile(facts, 'utf8')));
  const name = basename(model, '.onnx').slice(0, 64);
  return { name, description: `Compiled from ${basename(model)}.`, licence: 'not stated' };
}

function answerOf(text: string | undefined): Answer | undefined {
  if (text === undefined || text === 'class' || text === 'values' || text === 'classes' || text === 'image')
    return text;
  throw new UsageError('--answer is class, values, classes or image.');
}

function scaleOf(
  what: 'input' | 'output',
  given: { scale: string | undefined; offset: string | undefined },
  otherwise: number,
): InputScale | undefined {
  if (given.scale === undefined && given.offset === undefined) return undefined;
  const scale = Number(given.scale ?? otherwise);
  const offset = Number(given.offset ?? 0);
  const isGood = Number.isFinite(scale) && Number.isFinite(offset) && scale !== 0 && (what === 'input' || scale > 0);
  if (isGood) return { scale, offset };
  throw new UsageError(`--${what}-scale and --${what}-offset are numbers, the scale not 0 (of an output: above 0).`);
}

function formOf({ parsed, output, tensors }: Compiled, { labels = [], image }: Facts): ModelForm {
  const maxBytes = parsed.maxInput;
  const input =
    image === undefined
      ? ({ encoding: 'bytes', maxBytes } as const)
      : ({ encoding: 'image', ...image, maxBytes } as const);
  if (output.answer === 'class')
    return { kind: 'classifier', input, output: { encoding: 'class', labels, maxBytes: 4 } };
  if (output.answer === 'image') {
    return {
      kind: 'picture',
      input,
      output: {
        encoding: 'image',
        ...sidesOf(output.order.map((axis) => output.dims[axis] ?? 1)),
        maxBytes: parsed.maxOutput,
      },
    };
  }
  const { scale = 1, zero = 0, dtype = 'i16' } = tensors.at(-1) ?? {};
  if (dtype === 'i32')
    throw new UsageError(
      'The answer is the number of one of more than 256 classes at each place; a byte has room for 256.',
    );
  return {
    kind: 'values',
    input,
    output: { encoding: 'values', dtype, scale, zero, labels, maxBytes: parsed.maxOutput },
  };
}

/** A picture's sides from its shape: [height, width] and perhaps channels, after dimensions of 1. */
function sidesOf(dims: readonly number[]): { width: number; height: number; channels: 1 | 3 | 4 } {
  const [height = 1, width = 1, channels = 1, ...more] = dims.length > 3 ? dims.slice(dims.length - 3) : dims;
  const isGood = more.length === 0 && (channels === 1 || channels === 3 || channels === 4);
  if (isGood) return { width, height, channels };
  throw new UsageError(`An output of shape [${dims.join(', ')}] is no picture of 1, 3 or 4 channels.`);
}

function quantisationOf({ input, output, samples, notes, tensors }: Compiled): Quantisation {
  return {
    version: 2,
    input: { ...input, dims: [...input.dims], order: [...input.order] },
    output: { ...output, dims: [...output.dims], order: [...output.order] },
    calibrationSamples: samples,
    notes: [...notes],
    tensors: writtenTensors(tensors),
  };
}

function cardOf({ name, description, licence }: Facts, { parsed, parameters, request }: Parts): string {
  return [
    `# ${name}`,
    '',
    description,
    '',
    '| | |',
    '|---|---|',
    `| parameters | ${parameters} |`,
    `| input | ${request} |`,
    `| multiplications | ${parsed.macsPerStep} |`,
    `| licence | ${licence} |`,
    '',
  ].join('\n');
}
