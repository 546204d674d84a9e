import { readFile } from 'node:fs/promises';
import { type Engine, engines } from '../../lib/engine/engine.ts';
import { Machine } from '../../lib/engine/machine.ts';
import { type Program, parseProgram } from '../../lib/engine/program.ts';
import { bytesOf, type Values } from '../../lib/engine/tensor.ts';
import { Text } from '../../lib/engine/text.ts';
import type { Replay } from '../../lib/engine/trace/step-trace.ts';
import { compileKernels, instantiate } from '../../lib/engine/wasm/kernel.ts';
import { WasmMachine } from '../../lib/engine/wasm/machine.ts';
import type { BenchRow } from '../row.ts';
import { encodeOnnx, type Port, scalar } from './onnx.ts';
import { ORT_NAME, ortContender } from './onnxruntime.ts';
import { type Contender, median, race, ratio } from './timing.ts';

type Loaded = { program: Program; weights: Uint8Array; input: Uint8Array };

/** What a run with its trace may cost, in runs without. */
const GOAL_OVERHEAD = 1.25;

const PIXELS = 784;
const LAYERS = [20, 10] as const;

/** The Psalter, with the longest input and an output as long as can be: every position of its context is used. */
export async function textRows(rounds: number): Promise<BenchRow[]> {
  const folder = new URL('../../models/psalter/bundle/', import.meta.url);
  const [text, weights] = await Promise.all(
    ['program.json', 'weights.bin'].map((name) => readFile(new URL(name, folder))),
  );
  const written = JSON.parse(String(text)) as Record<string, unknown>; // boundary: the parser checks it below
  const program = parseProgram(new TextEncoder().encode(JSON.stringify({ ...written, minOutput: written.maxOutput })));
  const input = Uint8Array.from({ length: program.maxInput }, (_, i) => 97 + (i % 26));
  const loaded = { program, weights: new Uint8Array(weights ?? []), input };
  const steps = program.maxInput + program.maxOutput - 1;
  const times = await race(contendersOf(loaded), { rounds, turnMs: 10 });
  return engines().flatMap(({ kind }) => [
    ...rowsOf('text', kind, times),
    {
      ...{ bench: 'inference', case: `text ${kind}`, metric: 'tokens-per-s', unit: '1/s' },
      value: (1000 * steps) / median(times[kind] ?? []),
      note: `${steps} steps of the Psalter's ${program.macsPerStep} multiplications at most, trace and roots included`,
    },
  ]);
}

/** A perceptron 784-20-10, one image: the anchor of opML's own measurements. */
export async function mnistRows(rounds: number): Promise<BenchRow[]> {
  const input: Port = { name: 'x', type: 'uint8', dims: [1, PIXELS] };
  const contenders = { ...contendersOf(perceptron()), onnxruntime: await ortContender(perceptronOnnx(input), input) };
  const times = await race<string>(contenders, { rounds, turnMs: 2 });
  const theirs = times.onnxruntime ?? [];
  return engines().flatMap(({ kind }) => [
    ...rowsOf('mnist-784-20-10', kind, times).map((row) =>
      row.metric === 'ms' ? { ...row, peer: median(theirs), peerName: ORT_NAME } : row,
    ),
    {
      ...{ bench: 'inference', case: `mnist-784-20-10 ${kind}`, metric: 'ratio-to-onnxruntime-web', unit: 'x' },
      value: ratio(theirs, times[kind] ?? []),
      note: 'a whole call each, our roots included; most of theirs is the call itself',
    },
  ]);
}

function rowsOf(name: string, kind: string, times: Record<string, number[]>): BenchRow[] {
  const whole = times[kind] ?? [];
  return [
    { bench: 'inference', case: `${name} ${kind}`, metric: 'ms', unit: 'ms', value: median(whole) },
    {
      ...{ bench: 'inference', case: `${name} ${kind}`, metric: 'trace-overhead', unit: 'x' },
      ...{ value: ratio(whole, times[`${kind} untraced`] ?? []), goal: GOAL_OVERHEAD },
    },
  ];
}

/** For each engine: the run that the node makes, and the same steps without any hash of the trace. */
function contendersOf({ program, weights, input }: Loaded): Record<string, Contender> {
  const contenders: Record<string, Contender> = {};
  for (const engine of engines()) {
    const model = engine.open({ program, weights });
    contenders[engine.kind] = () => void model.run({ input });
    contenders[`${engine.kind} untraced`] = untraced(engine, { program, weights, input });
  }
  return contenders;
}

function plainMachine({ program, weights, input }: Loaded): Replay {
  const machine = new Machine(program, weights, input);
  const tensor = (id: number): Values => machine.tensors[id] ?? new Uint8Array();
  return { step: (step, byte) => machine.step(step, byte), tensor };
}

function untraced({ kind }: Engine, { program, weights, input }: Loaded): Contender {
  const module = compileKernels().find(({ build }) => build === kind);
  if (module === undefined) return () => void generate(program, input, plainMachine({ program, weights, input }));
  const machine = new WasmMachine({ kernel: instantiate(module), build: module.build }, program, weights);
  return () => {
    machine.begin(input);
    generate(program, input, machine);
  };
}

/** As a run, but nothing is hashed and no root is kept. */
function generate(program: Program, input: Uint8Array, machine: Replay): Uint8Array {
  const text = new Text(program, input);
  for (let step = 0; !text.isDone; step++) {
    const next = machine.step(step, text.byte(step));
    if (program.mode === 'once') text.finish(bytesOf(machine.tensor(program.ops.length - 1)));
    else text.push(step, next);
  }
  return text.output;
}

/** Weights are any bytes: time does not depend on them. */
function perceptron(): Loaded {
  const [hidden, classes] = LAYERS;
  const second = 256 + hidden * (PIXELS + 8);
  const weightsBytes = second + classes * (hidden + 8);
  const program = {
    ...{ format: 'openimo-program', version: 2, mode: 'once', context: 1, minInput: PIXELS, maxInput: PIXELS },
    ...{ minOutput: 2 * classes, maxOutput: 2 * classes, terminator: 0, weightsBytes, states: [] },
    ops: [
      { op: 'input', size: PIXELS },
      { op: 'map', x: 0, table: 0, dtype: 'u7' },
      { op: 'linear', x: 1, rows: hidden, weights: 256, shift: 24, dtype: 'u7' },
      { op: 'linear', x: 2, rows: classes, weights: second, shift: 14, dtype: 'i16' },
    ],
  };
  return {
    program: parseProgram(new TextEncoder().encode(JSON.stringify(program))),
    weights: Uint8Array.from({ length: weightsBytes }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
    input: new Uint8Array(PIXELS).fill(77),
  };
}

/** The same shape as onnxruntime likes it: two QLinearMatMul, the first saturating at its zero point, which is a ReLU. */
function perceptronOnnx(input: Port): Uint8Array {
  const [hidden, classes] = LAYERS;
  const layer = (name: string, rows: number, columns: number) => ({
    ...{ name, type: 'int8' as const, dims: [columns, rows] },
    bytes: Uint8Array.from({ length: rows * columns }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
  });
  const inputs = (x: string, weights: string) => [
    x,
    'scale',
    'zero',
    weights,
    'scale',
    'weightZero',
    'outScale',
    'zero',
  ];
  return encodeOnnx({
    nodes: [
      { op: 'QLinearMatMul', inputs: inputs('x', 'first'), output: 'h' },
      { op: 'QLinearMatMul', inputs: inputs('h', 'second'), output: 'y' },
    ],
    constants: [
      layer('first', hidden, PIXELS),
      layer('second', classes, hidden),
      ...[scalar('scale', 'float', 0.01), scalar('outScale', 'float', 1)],
      ...[scalar('zero', 'uint8', 0), scalar('weightZero', 'int8', 0)],
    ],
    input,
    output: { name: 'y', type: 'uint8', dims: [1, classes] },
  });
}
