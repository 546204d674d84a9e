import { parseArgs } from 'node:util';
import { uriOf } from '../lib/bundle/cid.ts';
import { BundleError } from '../lib/bundle/error.ts';
import { openGolden, readBundleEntries } from '../lib/bundle/open-bundle.ts';
import { openFile } from '../lib/bundle/read-file.ts';
import { loadEngine } from '../lib/engine/engine.ts';
import { EngineError } from '../lib/engine/error.ts';
import { fromHex, toHex } from '../lib/engine/hex.ts';
import { OnnxError } from '../lib/onnx/error.ts';
import { encodePrompt } from '../lib/tokenizer/encode-prompt.ts';
import { encodeSlots } from '../lib/tokenizer/slots.ts';
import { accuracyTable } from './imo/accuracy-report.ts';
import { type Opened, openDirectory, pack } from './imo/bundle.ts';
import { compileCommand } from './imo/compile.ts';
import { readSamples } from './imo/samples.ts';
import { showAnswer } from './imo/show-answer.ts';
import { UsageError } from './imo/usage-error.ts';

const USAGE = `imo: compile, run and check a model's bundle.

  imo run <dir> "<prompt>" [--json]   print the model's answer (--json: hex, trace root, steps, ms)
  imo run <dir> --input <file>        the same for a model that takes bytes; --sample <n>: the n-th in the file, from 0
  imo inspect <dir>                   print hashes, CIDs, sizes and operators
  imo verify <dir>                    check every byte and every golden output
  imo pack <dir>                      write manifest.json and golden.json from model.json, program, weights, card

  imo compile <model.onnx> --calibrate <samples> --out <dir>
                                      make a bundle from an ONNX model (docs/compiler.md)
      --answer class|values|classes|image     what the program answers; without it, Softmax or ArgMax at the end means class
                                      (classes: a byte for each place of an ArgMax; image: bytes of a picture)
      --output-scale <n>, --output-offset <n>  what a value is as a byte of a picture: scale · value + offset (255 and 0)
      --output <name>                 the ONNX output to compile, where there are several
      --input-scale <n>, --input-offset <n>   what a byte is to the model: scale · byte + offset (1/255 and 0)
      --facts <model.json>, --card <card.md>  name, description, licence, labels, picture size; the model card
      --limit <n>                     samples at most (512)
    of a decode step with a cache of keys and values, which goes token by token; <samples> are texts, each ended by the terminator:
      --max-input <n>, --max-output <n>, --min-output <n>   bytes of a request and of an answer (96, 160 and 1)
      --terminator <byte>             the byte that ends an answer (0)
      --temperature <t>               0 takes the likeliest token, 1 draws as the model says (1)
      --alphabet <file>               its bytes are the tokens, in order; without it, token k is byte k
      --tokenizer <tokenizer.json>    the words that bytes are
  imo accuracy <model.onnx> <dir> --samples <samples> [--truth <classes>] [--limit <n>] [--json]
                                      compare with the float model in onnxruntime, tensor by tensor

<dir> is models/<name> or the bundle folder in it. <samples> is a file, or a folder of files, of raw bytes or in the IDX format.
Exit code: 0 good, 1 the model or bundle is bad, 2 wrong usage.`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  input: { type: 'string' },
  sample: { type: 'string' },
  calibrate: { type: 'string' },
  out: { type: 'string', short: 'o' },
  facts: { type: 'string' },
  card: { type: 'string' },
  answer: { type: 'string' },
  output: { type: 'string' },
  'input-scale': { type: 'string' },
  'input-offset': { type: 'string' },
  'output-scale': { type: 'string' },
  'max-input': { type: 'string' },
  'max-output': { type: 'string' },
  'min-output': { type: 'string' },
  terminator: { type: 'string' },
  temperature: { type: 'string' },
  alphabet: { type: 'string' },
  tokenizer: { type: 'string' },
  'output-offset': { type: 'string' },
  samples: { type: 'string' },
  truth: { type: 'string' },
  limit: { type: 'string' },
} as const;

/** Positional arguments and options that each command takes. */
const COMMANDS: Readonly<Record<string, { arguments: readonly string[]; options: readonly string[] }>> = {
  run: { arguments: ['model folder', 'prompt'], options: ['json', 'input', 'sample'] },
  inspect: { arguments: ['model folder'], options: [] },
  verify: { arguments: ['model folder'], options: [] },
  pack: { arguments: ['model folder'], options: [] },
  compile: {
    arguments: ['model.onnx'],
    options: [
      'calibrate',
      'out',
      'facts',
      'card',
      'answer',
      'output',
      'input-scale',
      'input-offset',
      'output-scale',
      'output-offset',
      'limit',
      'max-input',
      'max-output',
      'min-output',
      'terminator',
      'temperature',
      'alphabet',
      'tokenizer',
    ],
  },
  accuracy: { arguments: ['model.onnx', 'bundle folder'], options: ['samples', 'truth', 'limit', 'json'] },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  if (values.help) return print(USAGE);
  const [command, ...given] = positionals;
  if (command === undefined) throw new UsageError('No command given.');
  const takes = COMMANDS[command];
  if (takes === undefined) throw new UsageError(`Unknown command: ${command}.`);
  for (const [name, value] of Object.entries(values)) {
    if (value !== false && !takes.options.includes(name)) throw new UsageError(`${command} takes no --${name}.`);
  }
  const wanted = takes.arguments.slice(0, values.input === undefined ? undefined : 1);
  const missing = wanted[given.length];
  if (missing !== undefined) throw new UsageError(`No ${missing} given.`);
  if (given.length > wanted.length) throw new UsageError('Too many arguments: put the prompt in quotes.');
  const [first = '', second = ''] = given;
  switch (command) {
    case 'run':
      return runModel(await openDirectory(first), { prompt: second, ...values });
    case 'inspect':
      return await inspect(await openDirectory(first));
    case 'verify':
      return verify(await openDirectory(first));
    case 'pack':
      return print(await pack(first));
    case 'compile': {
      const { calibrate, out, facts, card, answer, output, limit } = values;
      if (calibrate === undefined || out === undefined) throw new UsageError('--calibrate and --out are needed.');
      const scale = {
        inputScale: values['input-scale'],
        inputOffset: values['input-offset'],
        outputScale: values['output-scale'],
        outputOffset: values['output-offset'],
      };
      const { terminator, temperature, alphabet, tokenizer } = values;
      const text = {
        maxInput: values['max-input'],
        maxOutput: values['max-output'],
        minOutput: values['min-output'],
        ...{ terminator, temperature, alphabet, tokenizer },
      };
      const options = { model: first, calibrate, out, facts, card, answer, output, ...scale, text };
      await compileCommand({ ...options, limit: count(limit, 512) }, print);
      return;
    }
    default: {
      const { samples, truth, json, limit } = values;
      if (samples === undefined) throw new UsageError('--samples is needed.');
      const { measureAccuracy } = await import('./imo/accuracy.ts'); // onnxruntime is for development only
      const options = { model: first, bundle: second, samples, truth };
      const accuracy = await measureAccuracy({ ...options, limit: count(limit, Number.POSITIVE_INFINITY) });
      if (json) return print(JSON.stringify(accuracy));
      for (const line of accuracyTable(accuracy)) print(line);
    }
  }
}

function count(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new UsageError('--limit is a whole number from 1.');
  return Number(text);
}

type RunOptions = { prompt: string; input?: string | undefined; sample?: string | undefined; json: boolean };

async function runModel(bundle: Opened, { prompt, input: file, sample = '0', json }: RunOptions): Promise<void> {
  const { program, weights, manifest } = bundle;
  if (!/^[0-9]{1,9}$/.test(sample)) throw new UsageError('--sample is a whole number from 0.');
  const samples =
    file === undefined
      ? [readPrompt(manifest.input, prompt)]
      : await readSamples(file, { size: program.maxInput, limit: Number(sample) + 1 });
  const input = samples[file === undefined ? 0 : Number(sample)];
  if (input === undefined) throw new OnnxError('samples/bad', `${file} holds ${samples.length} samples.`);
  const start = performance.now();
  const { output, traceRoot, steps } = loadEngine().run({ program, weights, input });
  const ms = Math.round(performance.now() - start);
  if (json) return print(JSON.stringify({ output: toHex(output), traceRoot: toHex(traceRoot), steps, ms }));
  print(showAnswer(manifest.output, output));
}

/** A prompt's bytes, in their plainest variation. Words that the model does not know, or takes for others, are named on stderr. */
function readPrompt(form: Opened['manifest']['input'], text: string): Uint8Array {
  if (form.encoding === 'slots') {
    const { bytes, understood, ignored } = encodeSlots(text, form, 0);
    const taken = understood.filter(({ how }) => how !== 'known').map(({ word, as }) => `${word} as ${as}`);
    if (taken.length > 0) process.stderr.write(`imo: the model takes ${taken.join(', ')}\n`);
    if (ignored.length > 0) process.stderr.write(`imo: the model does not see: ${ignored.join(', ')}\n`);
    return bytes;
  }
  if (form.encoding !== 'words') return new TextEncoder().encode(text);
  const { bytes, dropped } = encodePrompt({ text, ...form });
  if (dropped.length > 0) {
    const words = dropped.map(({ word, reason }) => (reason === 'unknown' ? word : `${word} (no room)`));
    process.stderr.write(`imo: the model does not see: ${words.join(', ')}\n`);
  }
  return bytes;
}

async function inspect({ cid, manifest, program, read }: Opened): Promise<void> {
  const { name, description, licence, parameters } = manifest;
  print(`${name}: ${description}`);
  print(`licence      ${licence}`);
  print(`uri          ${uriOf(cid)}`);
  print(`programHash  ${manifest.program.hash}`);
  print(`modelHash    ${manifest.weights.hash}`);
  for (const [name, file] of await readBundleEntries({ cid, read })) {
    print(`${name.padEnd(12)} ${file} ${(await openFile({ cid: file, read })).size} bytes`);
  }
  const { context, minInput, maxInput, maxOutput, states } = program;
  print(`parameters   ${parameters}; ${program.macsPerStep} multiplications a step at most`);
  print(`context      ${context}; input ${minInput}…${maxInput}, output …${maxOutput} bytes`);
  print(`states       ${states.map((state) => `${state.dtype}[${context}×${state.width}]`).join(' ')}`);
  print('operators');
  program.ops.forEach((op, id) => {
    const { op: kind, ...fields } = op;
    const reads = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
    const tensor = program.tensors[id];
    const type = `${tensor?.dtype}[${tensor?.size}]`;
    print(`  ${String(id).padStart(3)} ${kind.padEnd(10)} ${type.padEnd(10)} ${reads.join(' ')}`);
  });
}

async function verify({ cid, manifest, program, weights, read }: Opened): Promise<void> {
  const golden = await openGolden({ cid, read });
  golden.cases.forEach((expected, index) => {
    const input = fromHex(expected.input) ?? new Uint8Array();
    const actual = loadEngine().run({ program, weights, input });
    const same =
      toHex(actual.output) === expected.output &&
      toHex(actual.traceRoot) === expected.traceRoot &&
      actual.steps === expected.steps;
    if (!same)
      throw new BundleError('bundle/inconsistent', `Golden case ${index} (${expected.input}) gives something else.`);
  });
  print(`${manifest.name} is good: ${uriOf(cid)}, ${golden.cases.length} golden outputs the same.`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

function isUsage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}

// The reader of a pipe may stop early (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await main();
} catch (error) {
  const known = error instanceof EngineError || error instanceof BundleError || error instanceof OnnxError;
  process.stderr.write(`imo: ${explain(error)}${known ? ` (${error.code})` : ''}\n`);
  if (isUsage(error)) process.stderr.write(`\n${USAGE}\n`);
  process.exitCode = isUsage(error) ? 2 : 1;
}
