import { appendKeys, appendValues, exp, maxPerHead, mix, scores, sumPerHead } from './attention';
import { BIAS, prepare } from './dot';
import { add, argmax, map, mapBytes } from './elements';
import { hashBlocks } from './keccak';
import { linear, use } from './linear';
import { rsqrt, scale, sumSquares } from './norm';
import { rootsOf, rootsSideBySide, rootsStride } from './tree';

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

/** One operator: what layout.ts writes, field by field. Addresses are absolute; fields an operator has not are 0. */
@unmanaged
class Op {
  code: i32;
  out: usize;
  size: i32;
  x: usize;
  xSize: i32;
  y: usize;
  heads: i32;
  shift: i32;
  mul: i32;
  low: i32;
  high: i32;
  /** append: 1 for a state of i8. linear: 1 for i16. map: 1 for u8. */
  flag: i32;
  weights: usize;
  table: usize;
  state: usize;
  /** linear of i7: its row sums. */
  sums: usize;
}

/** What one run needs to know: what layout.ts writes. */
@unmanaged
class Plan {
  ops: usize;
  count: i32;
  context: i32;
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
  const context = plan.context;
  const scratch = plan.scratch;
  let last: usize = 0;
  for (let i = 0; i < plan.count; i++) {
    const op = changetype<Op>(plan.ops + i * offsetof<Op>());
    const out = op.out;
    last = out;
    switch (op.code) {
      case EMBED: {
        const row = op.size << 1;
        add(op.weights + byte * row, op.table + step * row, op.size, out);
        break;
      }
      case SUM_SQUARES:
        store<i32>(out, sumSquares(op.x, op.xSize, op.shift));
        break;
      case RSQRT:
        store<i32>(out, rsqrt(load<i32>(op.x)));
        break;
      case SCALE:
        scale(op.x, op.size, load<i32>(op.y), op.mul, op.shift, out);
        break;
      case LINEAR: {
        prepare(op.x, op.xSize, op.sums === 0 ? 0 : BIAS, scratch);
        use(op.shift, op.low, op.high, op.flag !== 0);
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
        maxPerHead(op.x, op.heads, context, step, out);
        break;
      case EXP:
        exp(op.x, op.y, op.heads, context, step, op.table, out);
        break;
      case SUM:
        sumPerHead(op.x, op.heads, context, step, out);
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
        store<i32>(out, argmax(op.x, op.xSize));
        break;
      case LOOKUP:
        store<u8>(out, load<u8>(op.table + load<i32>(op.x)));
        break;
      case INPUT:
        memory.copy(out, plan.input, op.size);
        break;
      case MAP:
        if (op.flag !== 0) mapBytes(op.x, op.size, op.table, out);
        else map(op.x, op.size, op.table, op.low, op.high, out);
        break;
      default:
        unreachable();
    }
  }
  return <i32>load<u8>(last);
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
