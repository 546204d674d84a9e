import { appendKeys, appendValues, exp, maxPerHead, mix, scores, sumPerHead } from './attention';
import { saturateBytes } from './bytes';
import { conv } from './conv';
import { depthwise } from './depthwise';
import { BIAS, prepare } from './dot';
import { add, argmax, map, mapBytes } from './elements';
import { hashBlocks } from './keccak';
import { linear } from './linear';
import { matmul } from './matmul';
import { concat, gather, move } from './move';
import { center, rsqrt, scaleRows, sumSquares } from './norm';
import { divide, elementShift, HALF_WORD, multiply, requantise, UNSIGNED_BYTE, WORD } from './pointwise';
import { pool } from './pool';
import { use } from './rescale';
import { rootsOf, rootsSideBySide, rootsStride } from './tree';
import { Window } from './window';

// Numbers as in the records of docs/op-spec.md.
const EMBED: i32 = 1;
const SUM_SQUARES: i32 = 2;
const RSQRT: i32 = 3;
const SCALE: i32 = 4;
const LINEAR: i32 = 5;
const APPEND: i32 = 6;
const SCORES: i32 = 7;
const MAX: i32 = 8;
const EXP: i32 = 9;
const SUM: i32 = 10;
const MIX: i32 = 12;
const ADD: i32 = 13;
const NOISE: i32 = 14;
const ARGMAX: i32 = 15;
const LOOKUP: i32 = 16;
const INPUT: i32 = 17;
const MAP: i32 = 18;
const CONV: i32 = 19;
const POOL: i32 = 20;
const MOVE: i32 = 21;
const CONCAT: i32 = 22;
const CONSTANT: i32 = 23;
const GATHER: i32 = 24;
const MATMUL: i32 = 25;
const MULTIPLY: i32 = 26;
const REQUANTISE: i32 = 27;
const CENTER: i32 = 28;
const DIVIDE: i32 = 29;

/**
 * One operator: what layout.ts writes, field by field. Addresses are absolute; fields an operator has not are 0. Sixteen words of its own
 * follow it: `wordsOf`.
 */
@unmanaged
class Op {
  code: i32;
  out: usize;
  size: i32;
  x: usize;
  xSize: i32;
  y: usize;
  /** Heads; rows of what works on rows; groups of conv; bytes of a number of gather. */
  heads: i32;
  shift: i32;
  mul: i32;
  low: i32;
  high: i32;
  /** append: 1 for a state of i8. constant and gather: 1 if they saturate. matmul: 1 for y of i7. */
  flag: i32;
  weights: usize;
  /** conv: its weights as `depthwise` has them, if that computes it. */
  table: usize;
  state: usize;
  /** linear and conv of i7: their row sums. */
  sums: usize;
  /** Kinds of pointwise.ts: of the output, x and y. */
  kind: i32;
  xKind: i32;
  yKind: i32;
  /** conv: rows. */
  rows: i32;
  /** conv and matmul: operands that are prepared at once. */
  tile: i32;
}

const WORD_COUNT: i32 = 16;
const OP_BYTES: i32 = <i32>offsetof<Op>() + 4 * WORD_COUNT;

// @ts-ignore: decorator
@inline
function wordsOf(op: Op): usize {
  return changetype<usize>(op) + offsetof<Op>();
}

/** What one run needs to know: what layout.ts writes. */
@unmanaged
class Plan {
  ops: usize;
  count: i32;
  context: i32;
  /** 1 for a program that runs once: rows are whole. */
  isOnce: i32;
  input: usize;
  seed: usize;
  scratch: usize;
  /** What is carried: `Listed` tensors, their number, and for each step room for their roots and one node more. */
  carried: usize;
  carriedCount: i32;
  roots: usize;
  /** carriedRoot of each step. */
  steps: usize;
}

let plan: Plan = changetype<Plan>(0);

/** The plan that `step`, `carry` and `carriedRoots` follow from now on. */
export function open(at: usize): void {
  plan = changetype<Plan>(at);
}

/** Runs the graph on `byte` at position `step`; the first byte of the last tensor. */
export function step(step: i32, byte: i32): i32 {
  let last: usize = 0;
  for (let i = 0; i < plan.count; i++) {
    const op = changetype<Op>(plan.ops + i * OP_BYTES);
    last = op.out;
    if (op.code < CONV) executeOnText(op, step, byte);
    else executeOnTensors(op);
  }
  return <i32>load<u8>(last);
}

/** Operators that know of steps, and those that both modes have had from the beginning. */
function executeOnText(op: Op, step: i32, byte: i32): void {
  const context = plan.context;
  const scratch = plan.scratch;
  const out = op.out;
  const rows = op.heads;
  const width = rows === 0 ? 0 : op.xSize / rows;
  const lastOfRow = plan.isOnce !== 0 ? width - 1 : step;
  switch (op.code) {
    case EMBED: {
      const row = op.size << 1;
      add(op.weights + byte * row, op.table + step * row, op.size, out);
      break;
    }
    case SUM_SQUARES:
      for (let r = 0; r < rows; r++) store<i32>(out + (r << 2), sumSquares(op.x + 2 * r * width, width, op.shift));
      break;
    case RSQRT:
      for (let r = 0; r < op.size; r++) store<i32>(out + (r << 2), rsqrt(load<i32>(op.x + (r << 2))));
      break;
    case SCALE:
      use(op.shift, op.low, op.high, false);
      scaleRows(op.x, rows, width, op.y, op.mul, out);
      break;
    case LINEAR: {
      prepare(op.x, op.xSize, op.sums === 0 ? 0 : BIAS, scratch);
      use(op.shift, op.low, op.high, op.kind === HALF_WORD);
      linear(op.weights, op.size, op.xSize, scratch, op.sums, out);
      break;
    }
    case APPEND:
      if (op.flag !== 0) appendValues(op.x, op.size, op.state, step);
      else appendKeys(op.x, op.size, op.state, step);
      memory.copy(out, op.x, op.size);
      break;
    case SCORES:
      scores(op.x, op.xSize, op.state, op.heads, context, step, op.mul, op.shift, out, scratch);
      break;
    case MAX:
      maxPerHead(op.x, rows, width, lastOfRow, out);
      break;
    case EXP:
      exp(op.x, op.y, rows, width, lastOfRow, op.table, out);
      break;
    case SUM:
      sumPerHead(op.x, rows, width, lastOfRow, out);
      break;
    case MIX:
      mix(op.x, op.y, op.state, op.size, op.heads, context, step, op.mul, op.shift, out, scratch);
      break;
    case ADD:
      add(op.x, op.y, op.size, out);
      break;
    case NOISE:
      noise(op.table, step, op.size, out);
      break;
    case ARGMAX:
      for (let r = 0; r < rows; r++) store<i32>(out + (r << 2), argmax(op.x + 2 * r * width, width));
      break;
    case LOOKUP:
      store<u8>(out, load<u8>(op.table + load<i32>(op.x)));
      break;
    case INPUT:
      memory.copy(out, plan.input, op.size);
      break;
    case MAP:
      if (op.kind === UNSIGNED_BYTE) mapBytes(op.x, op.size, op.table, out);
      else map(op.x, op.size, op.table, op.low, op.high, out);
      break;
    default:
      unreachable();
  }
}

/** Operators on pictures, rows and whole tensors. */
function executeOnTensors(op: Op): void {
  const out = op.out;
  const words = wordsOf(op);
  const scratch = plan.scratch;
  const bytesShift = elementShift(op.kind);
  const bytes = op.size << bytesShift;
  switch (op.code) {
    case CONV: {
      const window = changetype<Window>(words);
      use(op.shift, op.low, op.high, op.kind === HALF_WORD);
      if (op.table !== 0) depthwise(op.x, window, op.table, 1 << bytesShift, out, scratch);
      else conv(op.x, window, op.heads, op.weights, op.rows, op.sums, op.tile, 1 << bytesShift, out, scratch);
      break;
    }
    case POOL: {
      const window = changetype<Window>(words);
      if (op.kind === HALF_WORD) pool<i16>(op.x, window, out);
      else if (op.kind === UNSIGNED_BYTE) pool<u8>(op.x, window, out);
      else pool<i8>(op.x, window, out);
      break;
    }
    case MOVE:
      if (op.kind === WORD) move<i32>(op.x, words, out);
      else if (op.kind === HALF_WORD) move<i16>(op.x, words, out);
      else move<i8>(op.x, words, out);
      break;
    case CONCAT:
      concat(op.x, op.y, load<i32>(words) << bytesShift, load<i32>(words, 4) << bytesShift, bytes, out);
      break;
    case CONSTANT:
      memory.copy(out, op.table, bytes);
      if (op.flag !== 0) saturateBytes(out, op.size, op.low, op.high);
      break;
    case GATHER: {
      const count = op.xSize / op.heads;
      gather(op.x, count, op.heads, load<i32>(words), op.table, load<i32>(words, 4) << bytesShift, out);
      if (op.flag !== 0) saturateBytes(out, op.size, op.low, op.high);
      break;
    }
    case MATMUL: {
      const batches = op.size / (load<i32>(words) * load<i32>(words, 4));
      const isBiased = op.flag !== 0;
      use(op.shift, op.low, op.high, false);
      matmul(op.x, op.y, words, batches, isBiased, op.mul, bytesShift, op.tile, out, scratch);
      break;
    }
    case MULTIPLY:
      use(op.shift, op.low, op.high, false);
      multiply(op.x, op.xKind, op.y, op.yKind, op.size, op.mul, out, op.kind);
      break;
    case REQUANTISE:
      use(op.shift, op.low, op.high, false);
      requantise(op.x, op.xKind, op.size, op.mul, load<i32>(words), out, op.kind);
      break;
    case CENTER:
      center(op.x, op.heads, op.size / op.heads, out);
      break;
    case DIVIDE:
      use(op.shift, op.low, op.high, false);
      divide(op.x, op.xKind, op.y, op.heads, op.size / op.heads, op.mul, out, op.kind);
      break;
    default:
      unreachable();
  }
}

/** out[v] = table[byte v mod 32 of keccak256(seed ‖ u32be(step) ‖ u32be(⌊v / 32⌋))]. */
function noise(table: usize, step: i32, size: i32, out: usize): void {
  for (let v = 0; v < size; v += 64) {
    hashBlocks(plan.seed, step, v >> 5, plan.scratch);
    const end = min<i32>(64, size - v);
    for (let i = 0; i < end; i++) {
      store<i16>(out + ((v + i) << 1), load<i16>(table + (<usize>load<u8>(plan.scratch + i) << 1)));
    }
  }
}

/** Keeps the roots of what step `step` carries, whose tensors have just been computed. */
export function carry(step: i32): void {
  rootsOf(plan.carried, plan.carriedCount, plan.roots + step * rootsStride(plan.carriedCount));
}

/** Writes the carriedRoot of each of the first `steps` steps, all of which were carried, to its place. Once a run. */
export function carriedRoots(steps: i32): void {
  rootsSideBySide(plan.roots, steps, plan.carriedCount, plan.steps);
}
