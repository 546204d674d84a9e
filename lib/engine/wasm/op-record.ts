import type { Op, Program, Window } from '../op.ts';
import { type DType, RANGE } from '../tensor.ts';
import { OPCODES } from '../trace/records.ts';
import type { Layout } from './layout.ts';

/** Words that an operator takes in memory, and that of them which are its own. */
const WORDS = 37;
const OWN_WORDS = 16;

/** Bytes from one operator to the next. */
export const OP_BYTES = 4 * WORDS;

const MOVE_DIMS = 6;

/** How elements lie, as assembly/pointwise.ts numbers it. */
const KIND: Readonly<Record<DType, number>> = { i7: 0, u7: 0, i8: 0, u8: 1, i16: 2, i32: 3 };

/** What assembly/machine.ts reads of an operator, field by field: its class Op, and then its own words. */
export function recordOf(program: Program, layout: Layout, id: number): number[] {
  const op = program.ops[id];
  if (op === undefined) throw new RangeError(`The program has no operator ${id}.`);
  const at = (tensor: number | undefined): number => (tensor === undefined ? 0 : (layout.tensors[tensor] ?? 0));
  const info = (tensor: number | undefined) => program.tensors[tensor ?? -1] ?? { dtype: 'i8', size: 0 };
  const x = 'x' in op ? op.x : undefined;
  const y = secondOf(op);
  const { dtype, size } = info(id);
  const { low, high } = RANGE[dtype];
  const state = 'state' in op ? (layout.states[op.state] ?? 0) : 0;
  const [weights, table] = weightsOf(op, { base: layout.weights, laid: layout.laid[id] ?? 0 });
  const flag = isFlagged(program, op) ? 1 : 0;
  const rows = op.op === 'conv' ? op.rows : 0;
  const own = ownWords(op);
  return [
    ...[OPCODES[op.op], at(id), size, at(x), info(x).size, at(y), partsOf(op)],
    ...['shift' in op ? op.shift : 0, 'mul' in op ? op.mul : 0, low, high, flag, weights, table, state],
    ...[layout.sums[id] ?? 0, KIND[dtype], KIND[info(x).dtype], KIND[info(y).dtype], rows, layout.tiles[id] ?? 0],
    ...Array.from({ length: OWN_WORDS }, (_, index) => own[index] ?? 0),
  ];
}

/** The second tensor that it reads. */
function secondOf(op: Op): number | undefined {
  switch (op.op) {
    case 'scale':
      return op.by;
    case 'exp':
      return op.max;
    case 'mix':
    case 'divide':
      return op.sum;
    default:
      return 'y' in op ? op.y : undefined;
  }
}

/** Addresses of its rows, and of its table. */
function weightsOf(op: Op, { base, laid }: { base: number; laid: number }): [number, number] {
  if (op.op === 'embed') return [base + op.tokens, base + op.positions];
  if (op.op === 'conv') return [base + op.weights, laid];
  return ['weights' in op ? base + op.weights : 0, 'table' in op ? base + op.table : 0];
}

/** Heads, rows, groups, or bytes of a number: what its operand falls into. */
function partsOf(op: Op): number {
  if (op.op === 'conv') return op.groups;
  if (op.op === 'gather') return op.idBytes;
  if (op.op === 'linear') return 0;
  return 'heads' in op ? op.heads : 'rows' in op ? op.rows : 0;
}

function isFlagged(program: Program, op: Op): boolean {
  switch (op.op) {
    case 'append':
      return program.states[op.state]?.dtype === 'i8';
    case 'constant':
      return op.dtype === 'i7' || op.dtype === 'u7';
    case 'gather':
      return op.dtype === 'i7';
    case 'matmul':
      return program.tensors[op.y]?.dtype === 'i7';
    default:
      return false;
  }
}

function ownWords(op: Op): number[] {
  switch (op.op) {
    case 'conv':
      return [...windowWords(op.window), op.pad];
    case 'pool':
      return windowWords(op.window);
    case 'move':
      return moveWords(op);
    case 'concat':
      return [...op.parts];
    case 'gather':
      return [op.vocab, op.width];
    case 'matmul':
      return [...op.dims];
    case 'requantise':
      return [op.offset];
    default:
      return [];
  }
}

function windowWords(window: Window): number[] {
  const { height, width, channels, kernelHeight, kernelWidth, strideY, strideX } = window;
  const { dilationY, dilationX, padTop, padLeft, outHeight, outWidth } = window;
  return [
    ...[height, width, channels, kernelHeight, kernelWidth, strideY, strideX],
    ...[dilationY, dilationX, padTop, padLeft, outHeight, outWidth],
  ];
}

/** Dimensions that are one, seen from x, become one; those of 1 go to the front: what is left is copied in longer runs. */
function moveWords({ dims, strides, base }: Extract<Op, { op: 'move' }>): number[] {
  const axes: { dim: number; stride: number }[] = [];
  dims.forEach((dim, index) => {
    const stride = strides[index] ?? 0;
    const outer = axes.at(-1);
    if (dim === 1) return;
    if (outer !== undefined && outer.stride === dim * stride) axes.splice(-1, 1, { dim: outer.dim * dim, stride });
    else axes.push({ dim, stride });
  });
  const front = Array.from({ length: MOVE_DIMS - axes.length }, () => ({ dim: 1, stride: 0 }));
  const all = [...front, ...axes];
  return [...all.map(({ dim }) => dim), ...all.map(({ stride }) => stride), base];
}
