import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { cidOf, uriOf } from '../lib/bundle/cid.ts';
import { BundleError } from '../lib/bundle/error.ts';
import { type Bundle, openBundle, openGolden } from '../lib/bundle/open-bundle.ts';
import { packBundle } from '../lib/bundle/pack-bundle.ts';
import { loadEngine } from '../lib/engine/engine.ts';
import { EngineError } from '../lib/engine/error.ts';
import { fromHex, toHex } from '../lib/engine/hex.ts';

const USAGE = `imo: run and check a model's bundle.

  imo run <dir> "<prompt>" [--json]   print the model's answer (--json: hex, trace root, steps, ms)
  imo inspect <dir>                   print hashes, CIDs, sizes and operators
  imo verify <dir>                    check every byte and every golden output
  imo pack <dir>                      write manifest.json and golden.json from model.json, program, weights, card

<dir> is models/<name> or the bundle folder in it. Exit code: 0 good, 1 the model or bundle is bad, 2 wrong usage.`;

const FILES = ['manifest.json', 'program.json', 'weights.bin', 'card.md', 'golden.json'] as const;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return print(USAGE);
  const [command, directory, prompt, ...rest] = positionals;
  if (command === undefined) throw new UsageError('No command given.');
  if (directory === undefined) throw new UsageError('No model folder given.');
  if (rest.length > 0) throw new UsageError('Too many arguments: put the prompt in quotes.');
  if (prompt !== undefined && command !== 'run') throw new UsageError(`${command} takes only a folder.`);
  switch (command) {
    case 'run':
      if (prompt === undefined) throw new UsageError('No prompt given.');
      return runModel(await openDirectory(directory), prompt, values.json ? printJson : printAnswer);
    case 'inspect':
      return inspect(await openDirectory(directory));
    case 'verify':
      return verify(await openDirectory(directory));
    case 'pack':
      return pack(directory);
    default:
      throw new UsageError(`Unknown command: ${command}.`);
  }
}

type Opened = Bundle & { read: (cid: string) => Promise<Uint8Array> };

/** Opens a bundle folder as if it were fetched: by CID, with every check. */
async function openDirectory(directory: string): Promise<Opened> {
  const folder = await bundleFolder(directory);
  const files = await Promise.all(
    FILES.map((name) => readFile(join(folder, name)).then((file) => new Uint8Array(file))),
  );
  const byCid = new Map(files.map((bytes) => [cidOf(bytes), bytes]));
  const read = async (cid: string): Promise<Uint8Array> =>
    byCid.get(cid) ??
    Promise.reject(new Error(`No file in ${folder} has this CID: it was changed, or imo pack is due.`));
  return { ...(await openBundle({ cid: cidOf(files[0] ?? new Uint8Array()), read })), read };
}

async function bundleFolder(directory: string): Promise<string> {
  for (const folder of [join(directory, 'bundle'), directory]) {
    if (await readFile(join(folder, 'program.json')).catch(() => undefined)) return folder;
  }
  throw new BundleError('bundle/not-found', `No program.json in ${directory} or ${join(directory, 'bundle')}.`);
}

type Answer = { output: Uint8Array; traceRoot: Uint8Array; steps: number; ms: number };

function runModel(bundle: Opened, prompt: string, show: (answer: Answer) => void): void {
  const start = performance.now();
  const result = loadEngine().run({
    program: bundle.program,
    weights: bundle.weights,
    input: new TextEncoder().encode(prompt),
  });
  show({ ...result, ms: Math.round(performance.now() - start) });
}

function printAnswer({ output }: Answer): void {
  print(new TextDecoder().decode(output));
}

function printJson({ output, traceRoot, steps, ms }: Answer): void {
  print(JSON.stringify({ output: toHex(output), traceRoot: toHex(traceRoot), steps, ms }));
}

function inspect({ cid, manifest, program }: Opened): void {
  const { name, description, licence, parameters } = manifest;
  print(`${name}: ${description}`);
  print(`licence      ${licence}`);
  print(`uri          ${uriOf(cid)}`);
  print(`programHash  ${manifest.program.hash}`);
  print(`modelHash    ${manifest.weights.hash}`);
  for (const file of ['program', 'weights', 'card', 'golden'] as const) {
    print(`${file.padEnd(12)} ${manifest[file].cid} ${manifest[file].bytes} bytes`);
  }
  print(`parameters   ${parameters}; ${program.macsPerStep} multiplications a step at most`);
  print(`context      ${program.context}; input 1…${program.maxInput}, output …${program.maxOutput} bytes`);
  print(`states       ${program.states.map((state) => `${state.dtype}[${program.context}×${state.width}]`).join(' ')}`);
  print('operators');
  program.ops.forEach((op, id) => {
    const { op: kind, ...fields } = op;
    const reads = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
    const tensor = program.tensors[id];
    print(
      `  ${String(id).padStart(3)} ${kind.padEnd(10)} ${`${tensor?.dtype}[${tensor?.size}]`.padEnd(10)} ${reads.join(' ')}`,
    );
  });
}

async function verify({ cid, manifest, program, weights, read }: Opened): Promise<void> {
  const golden = await openGolden({ manifest, read });
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

const modelSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  parameters: z.int(),
  examples: z.array(z.string()),
  goldenPrompts: z.array(z.string()),
});

async function pack(directory: string): Promise<void> {
  const folder = join(directory, 'bundle');
  const { goldenPrompts, ...facts } = modelSchema.parse(
    JSON.parse(await readFile(join(directory, 'model.json'), 'utf8')),
  );
  const [program, weights, card] = await Promise.all(
    (['program.json', 'weights.bin', 'card.md'] as const).map(
      async (name) => new Uint8Array(await readFile(join(folder, name))),
    ),
  );
  if (program === undefined || weights === undefined || card === undefined) throw new UsageError('A file is missing.');
  const prompts = goldenPrompts.map((prompt) => new TextEncoder().encode(prompt));
  const packed = packBundle({ facts, program, weights, card, prompts });
  await writeFile(join(folder, 'golden.json'), packed.golden);
  await writeFile(join(folder, 'manifest.json'), packed.manifest);
  print(uriOf(packed.cid));
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
  const known = error instanceof EngineError || error instanceof BundleError;
  process.stderr.write(`imo: ${explain(error)}${known ? ` (${error.code})` : ''}\n`);
  if (isUsage(error)) process.stderr.write(`\n${USAGE}\n`);
  process.exitCode = isUsage(error) ? 2 : 1;
}
