import type { Op, Program } from '../op.ts';
import { ELEMENT_BYTES, RANGE, type TensorInfo } from '../tensor.ts';
import { OPCODES } from '../trace/records.ts';
import { carriedOperators } from '../trace/roots.ts';
import { CHUNK_BYTES } from '../trace/tree.ts';
import type { Build } from './kernel.ts';

const OP_BYTES = 64;
const PLAN_BYTES = 40;
const LISTED_BYTES = 16;

/** Kernels read whole vectors: up to this much beyond an end. */
const SPARE_BYTES = 64;

/** What a trace root is the hash of: three hashes. */
const HASHED_BYTES = 3 * CHUNK_BYTES;

/** Rows of an i8 state that lie together, and that are read together of an i7 state. */
const STATE_ROWS = 4;

/** Linear operands are prepared in blocks of 32 values of at most 2 bytes. */
const operandBytes = (columns: number): number => 2 * Math.ceil(columns / 32) * 32;

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
  const columns = ops.map((op) => (op.op === 'linear' || op.op === 'scores' ? sizeOf(program, op.x) : 0));
  return {
    plan: take(PLAN_BYTES),
    ops: take(ops.length * OP_BYTES),
    seed: take(HASHED_BYTES),
    input: take(program.maxInput),
    carried: take(carriers.length * LISTED_BYTES),
    roots: take(context * (carriers.length + 1) * CHUNK_BYTES),
    steps: take((context + 1) * CHUNK_BYTES),
    scratch: take(Math.max(program.maxOutput, operandBytes(Math.max(CHUNK_BYTES, ...columns)))),
    tensors: program.tensors.map((tensor) => take(bytesOfTensor(tensor) + CHUNK_BYTES)),
    nodes: carriers.map((id) => take((chunksOf(program.tensors[id]) / 2 + 2) * CHUNK_BYTES)),
    states: program.states.map(({ width }) => take((context + STATE_ROWS) * width)),
    weights: take(program.weightsBytes),
    sums: ops.map((op) => (build === 'relaxed' && isBiased(program, op) ? take(4 * op.rows) : 0)),
    end,
  };
}

/** Writes the plan and the operators: what lib/engine/wasm/assembly/machine.ts reads, field by field. */
export function writePlan(program: Program, layout: Layout, memory: DataView): void {
  const carriers = carriedOperators(program);
  const plan = [
    ...[layout.ops, program.ops.length, program.context, layout.input, layout.seed, layout.scratch],
    ...[layout.carried, carriers.length, layout.roots, layout.steps],
  ];
  write(memory, layout.plan, plan);
  program.ops.forEach((op, id) => {
    write(memory, layout.ops + id * OP_BYTES, recordOf(program, layout, { op, id }));
  });
  carriers.forEach((id, index) => {
    const listed = [layout.tensors[id] ?? 0, chunksOf(program.tensors[id]), layout.nodes[index] ?? 0];
    write(memory, layout.carried + index * LISTED_BYTES, listed);
  });
}

/** Row sums to be made before the first step. */
export function rowSums(
  program: Program,
  layout: Layout,
): { weights: number; rows: number; columns: number; sums: number }[] {
  return program.ops.flatMap((op, id) => {
    const sums = layout.sums[id] ?? 0;
    if (op.op !== 'linear' || sums === 0) return [];
    return [{ weights: layout.weights + op.weights, rows: op.rows, columns: sizeOf(program, op.x), sums }];
  });
}

function recordOf(program: Program, layout: Layout, { op, id }: { op: Op; id: number }): number[] {
  const at = (tensor: number): number => layout.tensors[tensor] ?? 0;
  const bytes = (offset: number): number => layout.weights + offset;
  const state = 'state' in op ? (layout.states[op.state] ?? 0) : 0;
  const x = 'x' in op ? op.x : undefined;
  const range = RANGE[program.tensors[id]?.dtype ?? 'i8'];
  if ('rows' in op && op.op !== 'linear' && program.mode === 'once' && (op.rows !== 1 || op.op === 'max')) {
    throw new RangeError(`The kernel has no ${op.op} on rows yet.`); // likewise
  }
  let [y, flag, weights, table] = [0, 0, 0, 0];
  switch (op.op) {
    case 'embed':
      weights = bytes(op.tokens);
      table = bytes(op.positions);
      break;
    case 'scale':
      y = at(op.by);
      break;
    case 'linear':
      weights = bytes(op.weights);
      flag = op.dtype === 'i16' ? 1 : 0;
      break;
    case 'append':
      flag = program.states[op.state]?.dtype === 'i8' ? 1 : 0;
      break;
    case 'exp':
      y = at(op.max);
      table = bytes(op.table);
      break;
    case 'mix':
      y = at(op.sum);
      break;
    case 'add':
      y = at(op.y);
      break;
    case 'noise':
    case 'lookup':
      table = bytes(op.table);
      break;
    case 'map':
      table = bytes(op.table);
      flag = op.dtype === 'u8' ? 1 : 0;
      break;
    case 'sumSquares':
    case 'rsqrt':
    case 'scores':
    case 'max':
    case 'sum':
    case 'argmax':
    case 'input':
      break;
    case 'conv':
    case 'pool':
    case 'move':
    case 'concat':
    case 'constant':
    case 'gather':
    case 'matmul':
    case 'multiply':
    case 'requantise':
    case 'center':
    case 'divide':
      throw new RangeError(`The kernel has no ${op.op} yet.`); // the plain engine runs such programs
    default:
      op satisfies never;
  }
  return [
    ...[OPCODES[op.op], at(id), sizeOf(program, id), x === undefined ? 0 : at(x)],
    ...[
      x === undefined ? 0 : sizeOf(program, x),
      y,
      'heads' in op ? op.heads : 'rows' in op && op.op !== 'linear' ? op.rows : 0,
      'shift' in op ? op.shift : 0,
    ],
    ...['mul' in op ? op.mul : 0, range.low, range.high, flag, weights, table, state, layout.sums[id] ?? 0],
  ];
}

function write(memory: DataView, at: number, words: readonly number[]): void {
  words.forEach((word, index) => {
    memory.setUint32(at + 4 * index, word, true);
  });
}

function isBiased(program: Program, op: Op): op is Extract<Op, { op: 'linear' }> {
  return op.op === 'linear' && program.tensors[op.x]?.dtype === 'i7';
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
