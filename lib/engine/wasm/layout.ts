import type { Op, Program } from '../op.ts';
import { ELEMENT_BYTES, type TensorInfo } from '../tensor.ts';
import { carriedOperators } from '../trace/roots.ts';
import { CHUNK_BYTES } from '../trace/tree.ts';
import { columnsOf, depthwiseBytes, isDepthwise, scratchBytes, tileOf } from './conv-plan.ts';
import type { Build, Kernel } from './kernel.ts';
import { OP_BYTES, recordOf } from './op-record.ts';

const PLAN_BYTES = 44;
const LISTED_BYTES = 16;

/** Kernels read and write whole vectors: up to this much beyond an end. */
const SPARE_BYTES = 64;

/** What a trace root is the hash of: three hashes. */
const HASHED_BYTES = 3 * CHUNK_BYTES;

/** Rows of an i8 state that lie together, and that are read together of an i7 state. */
const STATE_ROWS = 4;

/** Where everything lies in a memory, in bytes from its start. */
export type Layout = {
  readonly plan: number;
  readonly ops: number;
  /** keccak256 of the input, then of the output, then the steps' root: what the trace root is the hash of. */
  readonly seed: number;
  readonly input: number;
  readonly carried: number;
  readonly roots: number;
  readonly steps: number;
  readonly scratch: number;
  readonly tensors: readonly number[];
  readonly nodes: readonly number[];
  readonly states: readonly number[];
  readonly weights: number;
  /** Of each operator that has row sums, where they are; 0 for the others. */
  readonly sums: readonly number[];
  /** Of each depthwise conv, where its weights are laid out anew; 0 for the others. */
  readonly laid: readonly number[];
  /** Of each conv and matmul, how many operands are prepared at once. */
  readonly tiles: readonly number[];
  readonly end: number;
};

/** Lays a program out from address `base`. */
export function layOutMemory(program: Program, { base, build }: { base: number; build: Build }): Layout {
  let end = base;
  const take = (bytes: number): number => {
    const at = Math.ceil(end / 64) * 64;
    end = at + bytes + SPARE_BYTES;
    return at;
  };
  const carriers = carriedOperators(program);
  const { ops, context } = program;
  const scratch = ops.map((op) => scratchBytes(program, op, build));
  return {
    plan: take(PLAN_BYTES),
    ops: take(ops.length * OP_BYTES),
    seed: take(HASHED_BYTES),
    input: take(program.maxInput),
    carried: take(carriers.length * LISTED_BYTES),
    roots: take(context * (carriers.length + 1) * CHUNK_BYTES),
    steps: take((context + 1) * CHUNK_BYTES),
    scratch: take(Math.max(program.maxOutput, ...scratch)),
    tensors: program.tensors.map((tensor) => take(bytesOfTensor(tensor) + CHUNK_BYTES)),
    nodes: carriers.map((id) => take((chunksOf(program.tensors[id]) / 2 + 2) * CHUNK_BYTES)),
    states: program.states.map(({ width }) => take((context + STATE_ROWS) * width)),
    weights: take(program.weightsBytes),
    sums: ops.map((op) => (build === 'relaxed' && isBiased(program, op) ? take(4 * op.rows) : 0)),
    laid: ops.map((op) => (op.op === 'conv' && isDepthwise(op) ? take(depthwiseBytes(op).laid) : 0)),
    tiles: ops.map((op) => tileOf(op, build)),
    end,
  };
}

/** Writes the plan and the operators: what lib/engine/wasm/assembly/machine.ts reads, field by field. */
export function writePlan(program: Program, layout: Layout, memory: DataView): void {
  const carriers = carriedOperators(program);
  const plan = [
    ...[layout.ops, program.ops.length, program.context, program.mode === 'once' ? 1 : 0],
    ...[layout.input, layout.seed, layout.scratch],
    ...[layout.carried, carriers.length, layout.roots, layout.steps],
  ];
  write(memory, layout.plan, plan);
  program.ops.forEach((_, id) => {
    write(memory, layout.ops + id * OP_BYTES, recordOf(program, layout, id));
  });
  carriers.forEach((id, index) => {
    const listed = [layout.tensors[id] ?? 0, chunksOf(program.tensors[id]), layout.nodes[index] ?? 0];
    write(memory, layout.carried + index * LISTED_BYTES, listed);
  });
}

/** Makes, from the weights, what kernels want of them: row sums, and the weights of depthwise convs in another order. */
export function prepareWeights(program: Program, layout: Layout, kernel: Kernel): void {
  program.ops.forEach((op, id) => {
    if (op.op !== 'linear' && op.op !== 'conv') return;
    const [weights, sums, laid] = [layout.weights + op.weights, layout.sums[id] ?? 0, layout.laid[id] ?? 0];
    const columns = op.op === 'conv' ? columnsOf(op) : sizeOf(program, op.x);
    if (sums !== 0) kernel.sumRows(weights, op.rows, columns, sums);
    if (laid !== 0) kernel.layDepthwise(weights, op.rows, columns, laid);
  });
}

function write(memory: DataView, at: number, words: readonly number[]): void {
  words.forEach((word, index) => {
    memory.setUint32(at + 4 * index, word, true);
  });
}

/** Whether its operands are kept with a bias where bytes are multiplied. */
function isBiased(program: Program, op: Op): op is Extract<Op, { op: 'linear' | 'conv' }> {
  if (op.op !== 'linear' && (op.op !== 'conv' || isDepthwise(op))) return false;
  return program.tensors[op.x]?.dtype === 'i7';
}

function sizeOf(program: Program, tensor: number): number {
  return program.tensors[tensor]?.size ?? 0;
}

function bytesOfTensor({ dtype, size }: TensorInfo): number {
  return size * ELEMENT_BYTES[dtype];
}

/** Chunks of a tensor's tree. */
function chunksOf(tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : Math.ceil(bytesOfTensor(tensor) / CHUNK_BYTES);
}
