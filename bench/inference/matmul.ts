import { linear } from '../../lib/engine/ops/linear.ts';
import { compileKernels, instantiate, type KernelModule, reserve } from '../../lib/engine/wasm/kernel.ts';
import type { BenchRow } from '../row.ts';
import { caseName } from './case-name.ts';
import { encodeOnnx, type Node, type Port, scalar } from './onnx.ts';
import { ORT_NAME, ortContender } from './onnxruntime.ts';
import { type Contender, median, race, ratio } from './timing.ts';

type Shape = { vectors: number; rows: number; columns: number };

const SHAPES: readonly Shape[] = [
  { vectors: 1, rows: 2048, columns: 512 },
  { vectors: 128, rows: 512, columns: 512 },
];

/** Times better than onnxruntime-web that we want to be. */
const GOAL_RATIO = 1.2;

/** int8 matrix × matrix and matrix × vector: our linear operator whole, rounding included, against onnxruntime-web's best. */
export async function matmulRows(rounds: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const shape of SHAPES) rows.push(...(await measure(shape, rounds)));
  return rows;
}

async function measure(shape: Shape, rounds: number): Promise<BenchRow[]> {
  const { vectors, rows, columns } = shape;
  // The harder shape for us, a product of matrices, has the plain name.
  const name = vectors > 1 ? 'matmul-int8' : `matmul-int8 ${vectors}x${rows}x${columns}`;
  const wasm = Object.fromEntries(compileKernels().map((module) => [module.build, kernelContender(module, shape)]));
  const input: Port = { name: 'a', type: 'uint8', dims: [vectors, columns] };
  const ours: Record<string, Contender> = { ...wasm, typescript: typescriptContender(shape) };
  const theirs: Record<string, Contender> = {
    integer: await ortContender(matMulInteger(shape, input), input),
    quantised: await ortContender(qLinearMatMul(shape, input), input),
    nothing: await ortContender(identity(input), input),
  };
  const times = await race({ ...ours, ...theirs }, { rounds, turnMs: 0.7 });
  const of = (contender: string): number[] => times[contender] ?? [];
  // What a call costs that does nothing is taken off theirs: only the product is compared.
  const net = (contender: string) => of(contender).map((ms, round) => ms - (of('nothing')[round] ?? 0));
  const best = median(net('integer')) < median(net('quantised')) ? 'integer' : 'quantised';
  const speed = (ms: number): number => (vectors * rows * columns) / ms / 1e6;
  const peer = { peer: speed(median(net(best))), peerName: ORT_NAME };
  const row = (engine: string): BenchRow[] => [
    {
      ...{ bench: 'inference', case: caseName(name, engine), metric: 'gmac-per-s', unit: 'GMAC/s' },
      ...{ value: speed(median(of(engine))), ...peer },
    },
    {
      ...{ bench: 'inference', case: caseName(name, engine), metric: 'ratio-to-onnxruntime-web', unit: 'x' },
      value: ratio(net(best), of(engine)),
      note: `${vectors}x${rows}x${columns}`,
      ...(engine === 'relaxed' ? { goal: GOAL_RATIO } : {}),
    },
  ];
  return Object.keys(ours).flatMap(row);
}

/** Rows as weights.bin lays them out, of any bytes. */
function someWeights({ rows, columns }: Shape): Uint8Array {
  return Uint8Array.from({ length: rows * (columns + 8) }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
}

/** i7 activations. */
function someActivations({ vectors, columns }: Shape): Int8Array {
  return Int8Array.from({ length: vectors * columns }, (_, i) => (Math.imul(i, 0x85ebca6b) >>> 25) - 64);
}

function typescriptContender(shape: Shape): Contender {
  const weights = someWeights(shape);
  const x = someActivations(shape);
  const rule = { view: new DataView(weights.buffer), bytes: new Int8Array(weights.buffer), offset: 0, shift: 24 };
  const out = new Int8Array(shape.rows);
  return () => {
    for (let m = 0; m < shape.vectors; m++) {
      linear(x.subarray(m * shape.columns, (m + 1) * shape.columns), { ...rule, dtype: 'i8' }, out);
    }
  };
}

/** The kernel with everything a step does for a linear: operands prepared, sums, rounding. */
function kernelContender(module: KernelModule, shape: Shape): Contender {
  const { vectors, rows, columns } = shape;
  const kernel = instantiate(module);
  const operand = columns * (module.build === 'relaxed' ? 1 : 2);
  let end = kernel.heapBase();
  const take = (bytes: number): number => {
    const at = Math.ceil(end / 64) * 64;
    end = at + bytes + 64;
    return at;
  };
  const weights = take(rows * (columns + 8));
  const x = take(vectors * columns);
  const operands = take(vectors * operand);
  const sums = take(4 * rows);
  const out = take(vectors * rows);
  reserve(kernel, end);
  new Uint8Array(kernel.memory.buffer).set(someWeights(shape), weights);
  new Int8Array(kernel.memory.buffer).set(someActivations(shape), x);
  kernel.sumRows(weights, rows, columns, sums);
  const [bias, biased] = module.build === 'relaxed' ? [64, sums] : [0, 0];
  return () => {
    for (let m = 0; m < vectors; m++) kernel.prepare(x + m * columns, columns, bias, operands + m * operand);
    kernel.use(24, -128, 127, 0);
    kernel.linearBatch(weights, rows, columns, operands, vectors, biased, out);
  };
}

/** uint8 × int8 is what onnxruntime-web is fast at: int8 × int8 is several times slower there. */
function graph(shape: Shape, input: Port, how: { node: Node; output: Port['type']; scalars: [string, number][] }) {
  const { vectors, rows, columns } = shape;
  const bytes = Uint8Array.from({ length: rows * columns }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
  return encodeOnnx({
    nodes: [how.node],
    constants: [
      { name: 'b', type: 'int8', dims: [columns, rows], bytes },
      ...how.scalars.map(([name, value]) => scalar(name, typeOfScalar(name), value)),
    ],
    input,
    output: { name: how.node.output, type: how.output, dims: [vectors, rows] },
  });
}

const typeOfScalar = (name: string) => (name.endsWith('Scale') ? 'float' : name === 'bZero' ? 'int8' : 'uint8');

function matMulInteger(shape: Shape, input: Port): Uint8Array {
  const node = { op: 'MatMulInteger', inputs: ['a', 'b', 'aZero', 'bZero'], output: 'y' };
  return graph(shape, input, {
    node,
    output: 'int32',
    scalars: [
      ['aZero', 64],
      ['bZero', 0],
    ],
  });
}

function qLinearMatMul(shape: Shape, input: Port): Uint8Array {
  const inputs = ['a', 'aScale', 'aZero', 'b', 'bScale', 'bZero', 'yScale', 'yZero'];
  const scalars: [string, number][] = [
    ['aScale', 0.01],
    ['aZero', 64],
    ['bScale', 0.01],
    ['bZero', 0],
    ['yScale', 10],
    ['yZero', 128],
  ];
  return graph(shape, input, { node: { op: 'QLinearMatMul', inputs, output: 'y' }, output: 'uint8', scalars });
}

function identity(input: Port): Uint8Array {
  return encodeOnnx({
    nodes: [{ op: 'Identity', inputs: [input.name], output: 'y' }],
    constants: [],
    input,
    output: { ...input, name: 'y' },
  });
}
