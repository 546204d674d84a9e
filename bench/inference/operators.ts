import type { Op } from '../../lib/engine/op.ts';
import { type Program, parseProgram } from '../../lib/engine/program.ts';
import { compileKernels, instantiate, type KernelModule } from '../../lib/engine/wasm/kernel.ts';
import { WasmMachine } from '../../lib/engine/wasm/machine.ts';
import type { BenchRow } from '../row.ts';
import { caseName } from './case-name.ts';
import { encodeOnnx, type Node, type Port, scalar } from './onnx.ts';
import { ORT_NAME, ortContender } from './onnxruntime.ts';
import { type Contender, median, race, ratio } from './timing.ts';

/** A square picture, a square kernel that keeps its size, and what comes of it. */
type Conv = { name: string; side: number; channels: number; kernel: number; rows: number; groups: number };

const CONVS: readonly Conv[] = [
  { name: 'conv-3x3', side: 28, channels: 64, kernel: 3, rows: 64, groups: 1 },
  { name: 'conv-1x1', side: 28, channels: 64, kernel: 1, rows: 128, groups: 1 },
  { name: 'conv-depthwise-3x3', side: 28, channels: 64, kernel: 3, rows: 64, groups: 64 },
];

/** Products of matrices that are both computed, as of attention: [batches][rows][depth] × [batches][columns][depth]. */
const MATMUL = { name: 'matmul-batched', batches: 4, rows: 128, columns: 128, depth: 64 } as const;

type Case = { name: string; note: string; macs: number; program: Program; model: Uint8Array; input: Port };

/** Operators on pictures and batches, one step of a program that has nothing else, beside onnxruntime-web's QLinearConv and QLinearMatMul. */
export async function operatorRows(rounds: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const one of [...CONVS.map(convCase), matmulCase()]) rows.push(...(await measure(one, rounds)));
  return rows;
}

async function measure({ name, note, macs, program, model, input }: Case, rounds: number): Promise<BenchRow[]> {
  const wasm = Object.fromEntries(compileKernels().map((module) => [module.build, kernelContender(module, program)]));
  const theirs = { theirs: await ortContender(model, input), nothing: await ortContender(identity(input), input) };
  const times = await race<string>({ ...wasm, ...theirs }, { rounds, turnMs: 0.7 });
  const of = (contender: string): number[] => times[contender] ?? [];
  // What a call costs that does nothing is taken off theirs.
  const net = of('theirs').map((ms, round) => ms - (of('nothing')[round] ?? 0));
  const speed = (ms: number): number => macs / ms / 1e6;
  return Object.keys(wasm).flatMap((engine): BenchRow[] => {
    const row = { bench: 'inference', case: caseName(name, engine), note };
    const peer = { peer: speed(median(net)), peerName: ORT_NAME };
    return [
      { ...row, metric: 'gmac-per-s', unit: 'GMAC/s', value: speed(median(of(engine))), ...peer },
      { ...row, metric: 'ratio-to-onnxruntime-web', unit: 'x', value: ratio(net, of(engine)) },
    ];
  });
}

/** A step of the program, whose operands are constants: copying them counts. */
function kernelContender(module: KernelModule, program: Program): Contender {
  const weights = someBytes(program.weightsBytes);
  const machine = new WasmMachine({ kernel: instantiate(module), build: module.build }, program, weights);
  machine.begin(new Uint8Array(program.maxInput));
  return () => {
    machine.step(0, 0);
  };
}

/** A program of these operators. Its last tensor may be larger than an answer: a single byte of it is the output. */
function programOf(ops: readonly Record<string, unknown>[], weightsBytes: number): Program {
  const last = { op: 'move', x: ops.length - 1, dims: [1], strides: [1], base: 0 };
  const program = {
    ...{ format: 'openimo-program', version: 3, mode: 'once', context: 1 },
    ...{ minInput: 1, maxInput: 1, minOutput: 1, maxOutput: 1, terminator: 0, weightsBytes, states: [] },
    ops: [...ops, last],
  };
  return parseProgram(new TextEncoder().encode(JSON.stringify(program)));
}

function constant(size: number, dtype: 'i7' | 'i8'): Extract<Op, { op: 'constant' }> {
  return { op: 'constant', size, dtype, table: 0 };
}

function convCase({ name, side, channels, kernel, rows, groups }: Conv): Case {
  const columns = (kernel * kernel * channels) / groups;
  const pad = (kernel - 1) / 2;
  const window = {
    ...{ shape: [side, side, channels], kernel: [kernel, kernel], stride: [1, 1], dilation: [1, 1] },
    ...{ padding: [pad, pad], out: [side, side] },
  };
  const conv = { op: 'conv', x: 0, window, groups, rows, weights: 0, shift: 24, pad: 0, dtype: 'i8' };
  const size = side * side * channels;
  const program = programOf([constant(size, 'i7'), conv], Math.max(size, rows * (columns + 8)));
  const input: Port = { name: 'x', type: 'uint8', dims: [1, channels, side, side] };
  const attributes = { group: groups, kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad] };
  const weight: Port = { name: 'w', type: 'int8', dims: [rows, channels / groups, kernel, kernel] };
  const output: Port = { name: 'y', type: 'uint8', dims: [1, rows, side, side] };
  const model = quantised({ op: 'QLinearConv', attributes }, { input, weight, output });
  const note = `${side}x${side}x${channels} to ${rows}${groups > 1 ? `, ${groups} groups` : ''}`;
  return { name, note, macs: side * side * rows * columns, program, model, input };
}

function matmulCase(): Case {
  const { name, batches, rows, columns, depth } = MATMUL;
  const matmul = { op: 'matmul', x: 0, y: 1, dims: [rows, columns, depth], mul: 999, shift: 20, dtype: 'i8' };
  const sizes = [batches * rows * depth, batches * columns * depth] as const;
  const program = programOf([constant(sizes[0], 'i8'), constant(sizes[1], 'i7'), matmul], Math.max(...sizes));
  const input: Port = { name: 'x', type: 'uint8', dims: [batches, rows, depth] };
  const weight: Port = { name: 'w', type: 'int8', dims: [batches, depth, columns] };
  const output: Port = { name: 'y', type: 'uint8', dims: [batches, rows, columns] };
  const model = quantised({ op: 'QLinearMatMul' }, { input, weight, output });
  return { name, note: `${batches}x${rows}x${columns}x${depth}`, macs: sizes[0] * columns, program, model, input };
}

/** uint8 × int8, what onnxruntime-web is fastest at. */
function quantised(
  { op, attributes = {} }: { op: string; attributes?: NonNullable<Node['attributes']> },
  { input, weight, output }: { input: Port; weight: Port; output: Port },
): Uint8Array {
  const size = weight.dims.reduce((product, dim) => product * dim, 1);
  const inputs = [input.name, 'xScale', 'xZero', 'w', 'wScale', 'wZero', 'yScale', 'yZero'];
  return encodeOnnx({
    nodes: [{ op, inputs, output: output.name, attributes }],
    constants: [
      { name: 'w', type: 'int8', dims: weight.dims, bytes: someBytes(size) },
      ...[scalar('xScale', 'float', 0.01), scalar('xZero', 'uint8', 64), scalar('wScale', 'float', 0.01)],
      ...[scalar('wZero', 'int8', 0), scalar('yScale', 'float', 10), scalar('yZero', 'uint8', 128)],
    ],
    input,
    output,
  });
}

function identity(input: Port): Uint8Array {
  const node = { op: 'Identity', inputs: [input.name], output: 'y' };
  return encodeOnnx({ nodes: [node], constants: [], input, output: { ...input, name: 'y' } });
}

function someBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
}
