import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { OwnRun, ownModel } from '../lib/dispute/own-run.ts';
import { engines, typescriptEngine } from '../lib/engine/engine.ts';
import { parseProgram } from '../lib/engine/program.ts';
import type { RunInput } from '../lib/engine/run.ts';
import { layOut } from '../lib/engine/trace/records.ts';
import { measureAccuracy, readQuantisation } from '../scripts/imo/accuracy.ts';
import { floatModel } from '../scripts/imo/float-model.ts';
import { startChain } from './chain.ts';
import { deepestLie, deepestTensorLie } from './dispute/lies.ts';
import { play, postLie } from './dispute/play.ts';
import { makeWorld, type World } from './gas-world.ts';
import { type Contender, median, race } from './inference/timing.ts';
import { untraced } from './inference/untraced.ts';
import { models as listModels, type Measured } from './models/catalogue.ts';
import { int8Peer } from './models/int8-peer.ts';
import { twoThreadsMs } from './models/two-threads.ts';
import type { Bench, BenchRow } from './row.ts';

const ROUNDS = 5;
const TURN_MS = 200;
/** Requests that accuracy is measured on. */
const SAMPLES = 100;

const FLOAT_PEER = `onnxruntime-web ${ort.env.versions.web ?? ''}, float32, one thread`;
const INT8_PEER = `onnxruntime-web ${ort.env.versions.web ?? ''}, one thread: the matrix operators alone, uint8 · int8`;

/** Each example and zoo model: size, time of an answer, accuracy against float, what the trace costs, and what a dispute costs. */
export const models: Bench = async (log) => {
  const chain = await startChain();
  try {
    const world = await makeWorld(chain.rpcUrl, () => undefined);
    const rows: BenchRow[] = [];
    for (const { name, load } of listModels()) {
      log(name);
      rows.push(...(await measure(world, await load())));
    }
    return rows;
  } finally {
    chain.stop();
  }
};

async function measure(world: World, model: Measured): Promise<BenchRow[]> {
  const read = (file: string) => new Uint8Array(readFileSync(join(model.bundle, file)));
  const text = read('program.json');
  const program = parseProgram(text);
  const golden = JSON.parse(Buffer.from(read('golden.json')).toString()) as { cases: { input: string }[] }; // boundary: ours
  const input = new Uint8Array(Buffer.from(golden.cases[0]?.input.slice(2) ?? '', 'hex'));
  const request: RunInput = { program, weights: read('weights.bin'), input };
  const { parameters } = JSON.parse(Buffer.from(read('manifest.json')).toString()) as { parameters: number }; // likewise
  const row = (metric: string, unit: string, value: number, more: Partial<BenchRow> = {}): BenchRow => ({
    ...{ bench: 'models', case: model.name, metric, unit, value },
    ...more,
  });
  const steps = program.mode === 'once' ? '' : ', a whole answer';
  return [
    row('parameters', 'parameters', parameters),
    row('macs', 'MAC', program.macsPerStep, { note: program.mode === 'once' ? 'one answer' : 'one step' }),
    ...(await times(model, { request, text, row, steps })),
    ...(await accuracy(model, row)),
    ...(await disputeCost(world, request, row)),
  ];
}

type Row = (metric: string, unit: string, value: number, more?: Partial<BenchRow>) => BenchRow;

async function times(
  model: Measured,
  at: { request: RunInput; text: Uint8Array; row: Row; steps: string },
): Promise<BenchRow[]> {
  const { request, text, row, steps } = at;
  const [best = typescriptEngine] = engines();
  const opened = best.open(request);
  const bare = untraced(best, request);
  const contenders: Record<string, Contender> = {
    wasm: () => void opened.run({ input: request.input }),
    untraced: () => void [...bare.again()],
    plain: () => void typescriptEngine.run(request),
  };
  if (model.float !== undefined)
    contenders.float = await floatContender(model.float.model, model.bundle, request.input);
  const peer = request.program.mode === 'once' ? int8Peer(request.program) : undefined;
  if (peer !== undefined) contenders.int8 = await ortSession(peer);
  const found = await race(contenders, { rounds: ROUNDS, turnMs: TURN_MS });
  const ms = (name: string): number | undefined => {
    const values = found[name];
    return values === undefined ? undefined : median(values);
  };
  const wasm = ms('wasm') ?? Number.NaN;
  const beside = (peerName: string, value: number | undefined) =>
    value === undefined ? {} : { peer: value, peerName };
  return [
    row('ms', 'ms', wasm, {
      ...beside(FLOAT_PEER, ms('float')),
      note: `wasm ${best.kind}, one thread, roots included${steps}`,
    }),
    ...(peer === undefined ? [] : [row('ms-beside-int8', 'ms', wasm, beside(INT8_PEER, ms('int8')))]),
    row('ms-two-threads', 'ms', await twoThreadsMs(text, request, TURN_MS * ROUNDS, wasm), {
      note: 'two answers side by side: half the time of each',
    }),
    row('ms-plain', 'ms', ms('plain') ?? Number.NaN, { note: 'plain TypeScript' }),
    row('trace-overhead', 'x', wasm / (ms('untraced') ?? Number.NaN)),
  ];
}

/** The float model on one request, in onnxruntime-web: each call is one inference. */
async function floatContender(file: string, bundle: string, input: Uint8Array): Promise<Contender> {
  const quantisation = await readQuantisation(bundle);
  const run = await floatModel(new Uint8Array(readFileSync(file)), quantisation.input, []);
  return async () => void (await run(input));
}

async function ortSession(model: Uint8Array): Promise<Contender> {
  // Without optimisation of the graph, or onnxruntime would compute what has only constants once and for all.
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'disabled' } as const;
  const session = await ort.InferenceSession.create(model, options);
  return async () => void (await session.run({}));
}

async function accuracy(model: Measured, row: Row): Promise<BenchRow[]> {
  if (model.float === undefined) return trainedLoss(model, row);
  const { float, bundle } = model;
  const found = await measureAccuracy({ ...float, bundle, truth: undefined, limit: SAMPLES });
  const note = `${found.samples} requests, beside the float model in onnxruntime-web`;
  return [
    ...(found.agreement === undefined ? [] : [row('agreement', 'part', found.agreement, { note })]),
    row('cosine', '1', found.layers.at(-1)?.cosine ?? Number.NaN),
    ...(found.psnr === undefined ? [] : [row('psnr', 'dB', found.psnr)]),
  ];
}

/** What training measured: the loss in nats a byte of the integer program, beside the float model's. */
function trainedLoss({ bundle }: Measured, row: Row): BenchRow[] {
  const file = join(bundle, '../training.json');
  if (!existsSync(file)) return [];
  const { lossFloat, lossInteger } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, number>>; // boundary: ours
  if (lossFloat === undefined || lossInteger === undefined) return [];
  return [
    row('loss', 'nats/byte', lossInteger, { peer: lossFloat, peerName: 'the float model, as training measured it' }),
  ];
}

/** The longest game there is about the model, on the real contracts. */
async function disputeCost(world: World, request: RunInput, row: Row): Promise<BenchRow[]> {
  const { program, weights, input } = request;
  const own = new OwnRun({ model: ownModel({ layout: layOut(program), weights }), input });
  const lie = program.mode === 'once' ? deepestTensorLie(own) : deepestLie(own);
  const sent = await play(world, { own, lie, ...(await postLie(world, { own, lie })) });
  return [
    row('dispute-transactions', 'transactions', sent.length, { note: sent.map(({ phase }) => phase).join(' ') }),
    row(
      'dispute-gas',
      'gas',
      sent.reduce((sum, { gas }) => sum + gas, 0),
    ),
  ];
}
