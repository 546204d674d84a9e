import { keccak_256 } from '@noble/hashes/sha3.js';
import { LIMITS } from '../limits.ts';
import type { Op, Program, Window } from '../op.ts';
import type { DType, TensorInfo } from '../tensor.ts';
import { Tree } from './tree.ts';

/** Numbers of the operators in records. `partial` is the first of the two tensors that `mix` writes. */
export const OPCODES = {
  embed: 1,
  sumSquares: 2,
  rsqrt: 3,
  scale: 4,
  linear: 5,
  append: 6,
  scores: 7,
  max: 8,
  exp: 9,
  sum: 10,
  partial: 11,
  mix: 12,
  add: 13,
  noise: 14,
  argmax: 15,
  lookup: 16,
  input: 17,
  map: 18,
  conv: 19,
  pool: 20,
  move: 21,
  concat: 22,
  constant: 23,
  gather: 24,
  matmul: 25,
  multiply: 26,
  requantise: 27,
  center: 28,
  divide: 29,
} as const;

/** Name of what computes a tensor of a step's trace. */
export type OpName = keyof typeof OPCODES;

/** Bytes of a record. */
export const RECORD_BYTES = 128;

/** Numbers of the element types in records. */
export const DTYPE_CODES: Readonly<Record<DType, number>> = { i7: 1, u7: 2, i8: 3, u8: 4, i16: 5, i32: 6 };

/** One tensor of a step's trace, as its record says it. Absent fields are 0. Spec: docs/op-spec.md, "Records". */
export type TraceTensor = TensorInfo & {
  readonly name: OpName;
  /** Number of the program's operator that writes it. */
  readonly op: number;
  readonly x: number;
  readonly y: number;
  readonly xInfo: TensorInfo;
  readonly yInfo: TensorInfo;
  readonly heads: number;
  readonly carried: number;
  readonly mul: number;
  readonly shift: number;
  readonly weights: number;
  readonly table: number;
  /** The words from byte 64: at most sixteen. */
  readonly words: readonly number[];
};

/** A program as the verifier sees it. */
export type TraceLayout = {
  readonly program: Program;
  /** The tensors of a step's trace, in order. */
  readonly tensors: readonly TraceTensor[];
  /** Numbers of the tensors that are carried, in order: each append's, then the last. */
  readonly carried: readonly number[];
  /** 64 bytes. */
  readonly header: Uint8Array;
  /** One of 128 bytes for each tensor. */
  readonly records: readonly Uint8Array[];
  /** The tree over the records' hashes. */
  readonly recordTree: Tree;
  readonly programHash: Uint8Array;
};

const NOTHING: TensorInfo = { dtype: 'i7', size: 0 };

/** Lays a checked program out in records, and commits to them. */
export function layOut(program: Program): TraceLayout {
  const tensors: TraceTensor[] = [];
  const carried: number[] = [];
  /** Operator number → its output's number in the trace. */
  const numberOf: number[] = [];
  /** State → its append's tensor and place among the carried. */
  const appends = new Map<number, { tensor: number; carried: number }>();

  const at = (op: number): number => numberOf[op] ?? 0;
  const info = (tensor: number): TensorInfo => tensors[tensor] ?? NOTHING;
  const blank = {
    x: 0,
    y: 0,
    xInfo: NOTHING,
    yInfo: NOTHING,
    heads: 0,
    carried: 0,
    mul: 0,
    shift: 0,
    weights: 0,
    table: 0,
    words: [],
  };

  program.ops.forEach((op, id) => {
    const out = program.tensors[id] ?? NOTHING;
    const x = 'x' in op ? at(op.x) : 0;
    const base = { ...blank, ...out, op: id, ...('x' in op && { x, xInfo: info(x) }), ...rescaleFields(op) };
    const withY = (y: number) => ({ y, yInfo: info(y) });
    const stateOf = (state: number) => appends.get(state) ?? { tensor: 0, carried: 0 };
    switch (op.op) {
      case 'embed':
        tensors.push({ ...base, name: op.op, weights: op.tokens, table: op.positions });
        break;
      case 'scale':
        tensors.push({ ...base, name: op.op, ...withY(at(op.by)), heads: op.rows });
        break;
      case 'linear':
        tensors.push({ ...base, name: op.op, weights: op.weights });
        break;
      case 'append':
        appends.set(op.state, { tensor: tensors.length, carried: carried.length });
        tensors.push({ ...base, name: op.op, carried: carried.length });
        carried.push(tensors.length - 1);
        break;
      case 'scores': {
        const state = stateOf(op.state);
        tensors.push({ ...base, name: op.op, ...withY(state.tensor), carried: state.carried, heads: op.heads });
        break;
      }
      case 'max':
      case 'sum':
      case 'sumSquares':
      case 'rsqrt':
      case 'argmax':
      case 'center':
        tensors.push({ ...base, name: op.op, heads: op.rows });
        break;
      case 'exp':
        tensors.push({ ...base, name: op.op, ...withY(at(op.max)), heads: op.rows, table: op.table });
        break;
      case 'mix': {
        const state = stateOf(op.state);
        const size = out.size * program.context;
        const { heads } = op;
        const partial = { ...blank, op: id, x, xInfo: info(x), ...withY(state.tensor), carried: state.carried, heads };
        tensors.push({ ...partial, name: 'partial', dtype: 'i32', size });
        tensors.push({
          ...base,
          name: 'mix',
          x: tensors.length - 1,
          xInfo: info(tensors.length - 1),
          ...withY(at(op.sum)),
          heads,
        });
        break;
      }
      case 'add':
      case 'multiply':
        tensors.push({ ...base, name: op.op, ...withY(at(op.y)) });
        break;
      case 'noise':
      case 'lookup':
      case 'map':
      case 'constant':
        tensors.push({ ...base, name: op.op, table: op.table });
        break;
      case 'input':
        tensors.push({ ...base, name: op.op });
        break;
      case 'conv': {
        const words = [...windowWords(op.window), op.pad];
        tensors.push({ ...base, name: op.op, heads: op.groups, weights: op.weights, words });
        break;
      }
      case 'pool':
        tensors.push({ ...base, name: op.op, words: windowWords(op.window) });
        break;
      case 'move':
        tensors.push({ ...base, name: op.op, words: moveWords(op) });
        break;
      case 'concat':
        tensors.push({ ...base, name: op.op, ...withY(at(op.y)), words: op.parts });
        break;
      case 'gather':
        tensors.push({ ...base, name: op.op, heads: op.idBytes, table: op.table, words: [op.vocab, op.width] });
        break;
      case 'matmul':
        tensors.push({ ...base, name: op.op, ...withY(at(op.y)), words: op.dims });
        break;
      case 'requantise':
        tensors.push({ ...base, name: op.op, words: [op.offset] });
        break;
      case 'divide':
        tensors.push({ ...base, name: op.op, ...withY(at(op.sum)), heads: op.rows });
        break;
      default:
        op satisfies never;
    }
    numberOf.push(tensors.length - 1);
  });
  carried.push(tensors.length - 1);

  const header = encodeHeader(program, tensors.length, carried.length);
  const records = tensors.map(encodeRecord);
  const recordTree = Tree.ofLeaves(records.map((record) => keccak_256(record)));
  const programHash = keccak_256.create().update(header).update(recordTree.root).digest();
  return { program, tensors, carried, header, records, recordTree, programHash };
}

function rescaleFields(op: Op): { mul?: number; shift?: number } {
  return { ...('mul' in op && { mul: op.mul }), ...('shift' in op && { shift: op.shift }) };
}

function windowWords(window: Window): number[] {
  const { height, width, channels, kernelHeight, kernelWidth, strideY, strideX } = window;
  const { dilationY, dilationX, padTop, padLeft, outHeight, outWidth } = window;
  return [
    ...[height, width, channels, kernelHeight, kernelWidth, strideY, strideX],
    ...[dilationY, dilationX, padTop, padLeft, outHeight, outWidth],
  ];
}

function moveWords({ dims, strides, base }: Extract<Op, { op: 'move' }>): number[] {
  const six = Array.from({ length: LIMITS.rank }, (_, k) => k);
  return [dims.length, ...six.map((k) => dims[k] ?? 1), ...six.map((k) => strides[k] ?? 0), base];
}

/** The window that a record's words say. */
export function windowOf(words: readonly number[]): Window {
  const at = (index: number): number => words[index] ?? 1;
  return {
    ...{ height: at(0), width: at(1), channels: at(2), kernelHeight: at(3), kernelWidth: at(4) },
    ...{ strideY: at(5), strideX: at(6), dilationY: at(7), dilationX: at(8) },
    ...{ padTop: at(9), padLeft: at(10), outHeight: at(11), outWidth: at(12) },
  };
}

/** The dims, strides and base that a move's record says. */
export function moveRule({ words }: Pick<TraceTensor, 'words'>): { dims: number[]; strides: number[]; base: number } {
  const { rank } = LIMITS;
  return {
    dims: words.slice(1, 1 + rank),
    strides: words.slice(1 + rank, 1 + 2 * rank),
    base: words[1 + 2 * rank] ?? 0,
  };
}

function encodeHeader(program: Program, tensors: number, carried: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set([3, program.mode === 'once' ? 1 : 0, program.terminator]);
  const { context, minInput, maxInput, minOutput, maxOutput } = program;
  [tensors, carried, context, minInput, maxInput, minOutput, maxOutput].forEach((value, index) => {
    view.setUint32(4 + 4 * index, value);
  });
  view.setBigUint64(32, BigInt(program.weightsBytes));
  return bytes;
}

function encodeRecord(tensor: TraceTensor): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  const typeOf = ({ size, dtype }: TensorInfo): number => (size === 0 ? 0 : DTYPE_CODES[dtype]);
  bytes.set([OPCODES[tensor.name], DTYPE_CODES[tensor.dtype], tensor.shift, typeOf(tensor.xInfo)]);
  view.setUint32(4, tensor.size);
  view.setUint16(8, tensor.x);
  view.setUint16(10, tensor.y);
  view.setUint32(12, tensor.xInfo.size);
  view.setUint32(16, tensor.yInfo.size);
  view.setUint16(20, tensor.heads);
  view.setUint16(22, tensor.carried);
  view.setUint32(24, tensor.mul);
  view.setUint8(28, typeOf(tensor.yInfo));
  view.setBigUint64(32, BigInt(tensor.weights));
  view.setBigUint64(40, BigInt(tensor.table));
  tensor.words.forEach((word, index) => {
    view.setInt32(64 + 4 * index, word); // words are below 2^31; setInt32 writes a u32 of that size alike
  });
  return bytes;
}
