import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Op, Program, Window } from '../op.ts';
import type { DType } from '../tensor.ts';

type Big = readonly bigint[];

const RANGE: Record<string, readonly [bigint, bigint]> = {
  i7: [-64n, 63n],
  u7: [0n, 127n],
  i8: [-128n, 127n],
  u8: [0n, 255n],
  i16: [-32768n, 32767n],
  i32: [-(2n ** 31n), 2n ** 31n - 1n],
};

const floorDiv = (a: bigint, b: bigint): bigint => (a % b === 0n || a > 0n ? a / b : a / b - 1n);

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function saturate(value: bigint, dtype: string): bigint {
  const [low, high] = RANGE[dtype] ?? [0n, 0n];
  return value < low ? low : value > high ? high : value;
}

const rescale = (value: bigint, { mul, shift }: { mul: number; shift: number }, dtype: string): bigint =>
  saturate(floorDiv(value * BigInt(mul) + 2n ** BigInt(shift - 1), 2n ** BigInt(shift)), dtype);

/**
 * docs/op-spec.md read a second time: BigInt, one element at a time, no code shared with lib/engine. Slow on purpose.
 * Gives each step's tensors.
 */
export class Reference {
  readonly #program: Program;
  readonly #weights: Uint8Array;
  readonly #input: Uint8Array;
  readonly #seed: Uint8Array;
  /** rows[state][position] */
  readonly #rows: Big[][];
  #tensors: Big[] = [];

  constructor(program: Program, weights: Uint8Array, input: Uint8Array) {
    this.#program = program;
    this.#weights = weights;
    this.#input = input;
    this.#seed = keccak_256(input);
    this.#rows = program.states.map(() => []);
  }

  step(position: number, byte: number): readonly Big[] {
    this.#tensors = [];
    for (const [id, op] of this.#program.ops.entries()) {
      const size = this.#program.tensors[id]?.size ?? 0;
      const tensor = Array.from({ length: size }, (_, j) => this.#element(op, j, position, byte));
      if (op.op === 'append') this.#rows[op.state]?.push(tensor);
      this.#tensors.push(tensor);
    }
    return this.#tensors;
  }

  #element(op: Op, j: number, t: number, byte: number): bigint {
    const context = this.#program.context;
    const x = 'x' in op ? (this.#tensors[op.x] ?? []) : [];
    const one = (values: Big | undefined, index: number): bigint => values?.[index] ?? 0n;
    const once = this.#program.mode === 'once';
    const past = once || j % context <= t;
    // Of operators on rows: the row's length, the row that element j belongs to, and those of x that are past.
    const length = 'rows' in op ? x.length / op.rows : 0;
    const rowAt = Math.floor(j / Math.max(length, 1));
    const row = (r: number): Big =>
      x.slice(r * length, r * length + (once || !['max', 'sum'].includes(op.op) ? length : t + 1));
    const y = 'y' in op ? (this.#tensors[op.y] ?? []) : [];
    switch (op.op) {
      case 'embed':
        return saturate(
          this.#int(op.tokens + 2 * (byte * op.width + j), 2) + this.#int(op.positions + 2 * (t * op.width + j), 2),
          'i16',
        );
      case 'sumSquares':
        return row(j).reduce((sum, v) => sum + ((v * v) >> BigInt(op.shift)), 0n);
      case 'rsqrt':
        return inverseRoot(one(x, j));
      case 'scale':
        return rescale(one(x, j) * one(this.#tensors[op.by], rowAt), op, 'i7');
      case 'linear':
        return this.#product(op, x, op.weights + j * (x.length + 8));
      case 'conv': {
        const { channels, outHeight, outWidth } = op.window;
        const [pixel, channel] = [Math.floor(j / op.rows), j % op.rows];
        const perGroup = channels / op.groups;
        const first = Math.floor(channel / (op.rows / op.groups)) * perGroup;
        const patch = tapsOf(op.window, pixel).flatMap((at) =>
          Array.from({ length: perGroup }, (_, c) =>
            at === undefined ? BigInt(op.pad) : one(x, at * channels + first + c),
          ),
        );
        if (j >= outHeight * outWidth * op.rows) throw new RangeError(`no element ${j}`);
        return this.#product(op, patch, op.weights + channel * (patch.length + 8));
      }
      case 'pool': {
        const { channels } = op.window;
        const found = tapsOf(op.window, Math.floor(j / channels)).filter((at) => at !== undefined);
        return found.map((at) => one(x, at * channels + (j % channels))).reduce(larger);
      }
      case 'move': {
        let [rest, from] = [j, op.base];
        for (let k = op.dims.length - 1; k >= 0; k--) {
          from += (rest % (op.dims[k] ?? 1)) * (op.strides[k] ?? 0);
          rest = Math.floor(rest / (op.dims[k] ?? 1));
        }
        return one(x, from);
      }
      case 'concat': {
        const [a, b] = op.parts;
        const [block, place] = [Math.floor(j / (a + b)), j % (a + b)];
        return place < a ? one(x, block * a + place) : one(y, block * b + place - a);
      }
      case 'constant':
        return this.#entry(op.table, op.dtype, j);
      case 'gather': {
        const [n, k] = [Math.floor(j / op.width), j % op.width];
        const id = op.idBytes === 1 ? one(x, n) : one(x, 2 * n) + 256n * one(x, 2 * n + 1);
        return this.#entry(op.table, op.dtype, Math.min(Number(id), op.vocab - 1) * op.width + k);
      }
      case 'matmul': {
        const [rows, columns, depth] = op.dims;
        const [batch, m] = [Math.floor(j / (rows * columns)), Math.floor(j / columns) % rows];
        let sum = 0n;
        for (let d = 0; d < depth; d++) {
          sum += one(x, (batch * rows + m) * depth + d) * one(y, (batch * columns + (j % columns)) * depth + d);
        }
        return rescale(sum, op, op.dtype);
      }
      case 'multiply':
        return rescale(one(x, j) * one(y, j), op, op.dtype);
      case 'requantise': {
        const scaled = floorDiv(one(x, j) * BigInt(op.mul) * 2n + 2n ** BigInt(op.shift), 2n ** BigInt(op.shift + 1));
        return saturate(scaled + BigInt(op.offset), op.dtype);
      }
      case 'center': {
        const sum = row(rowAt).reduce((total, v) => total + v, 0n);
        return saturate(one(x, j) - floorDiv(2n * sum + BigInt(length), 2n * BigInt(length)), 'i16');
      }
      case 'divide': {
        const total = one(this.#tensors[op.sum], rowAt);
        const half = (total > 1n ? total : 1n) * 2n ** BigInt(op.shift);
        return saturate(floorDiv(2n * BigInt(op.mul) * one(x, j) + half, 2n * half), op.dtype);
      }
      case 'append':
        return one(x, j);
      case 'scores': {
        const width = x.length / op.heads;
        const head = Math.floor(j / context) * width;
        const row = this.#rows[op.state]?.[j % context];
        let sum = 0n;
        for (let i = head; i < head + width; i++) sum += one(x, i) * one(row, i);
        return past ? rescale(sum, op, 'i8') : -128n;
      }
      case 'max':
        return row(j).reduce(larger);
      case 'exp': {
        const difference = one(this.#tensors[op.max], rowAt) - one(x, j);
        return past ? BigInt(this.#weights[op.table + Number(difference)] ?? 0) % 128n : 0n;
      }
      case 'sum':
        return row(j).reduce((sum, v) => sum + v, 0n);
      case 'mix': {
        const width = (this.#program.states[op.state]?.width ?? 0) / op.heads;
        const head = Math.floor(j / width);
        const a = (this.#rows[op.state] ?? []).reduce(
          (sum, row, s) => sum + one(x, head * context + s) * one(row, j),
          0n,
        );
        const total = one(this.#tensors[op.sum], head);
        const d = total > 1n ? total : 1n;
        const half = d * 2n ** BigInt(op.shift);
        return saturate(floorDiv(2n * BigInt(op.mul) * a + half, 2n * half), 'i7');
      }
      case 'add':
        return saturate(one(x, j) + one(this.#tensors[op.y], j), 'i16');
      case 'noise': {
        const block = Math.floor(j / 32);
        const words = [t, block].flatMap((v) => [(v >>> 24) & 255, (v >>> 16) & 255, (v >>> 8) & 255, v & 255]);
        const digest = keccak_256(Uint8Array.from([...this.#seed, ...words]));
        return this.#int(op.table + 2 * (digest[j % 32] ?? 0), 2);
      }
      case 'argmax':
        return BigInt(row(j).indexOf(row(j).reduce(larger)));
      case 'lookup':
        return BigInt(this.#weights[op.table + Number(one(x, 0))] ?? 0);
      case 'input':
        return BigInt(this.#input[j] ?? 0);
      case 'map': {
        const entry = this.#int(op.table + Number(BigInt.asUintN(8, one(x, j))), 1);
        return saturate(op.dtype === 'u8' ? BigInt.asUintN(8, entry) : entry, op.dtype);
      }
      default:
        return op satisfies never;
    }
  }

  /** A row of weights, its bias and multiplier, times values. */
  #product(op: { shift: number; dtype: DType }, values: Big, row: number): bigint {
    const end = row + values.length;
    const sum = values.reduce((total, v, k) => total + v * this.#int(row + k, 1), this.#int(end, 4));
    const mul = (this.#weights[end + 4] ?? 0) + 256 * (this.#weights[end + 5] ?? 0);
    return rescale(sum, { mul, shift: op.shift }, op.dtype);
  }

  /** Element j of a table in the weights; of i7 and u7 an i8 that is saturated. */
  #entry(table: number, dtype: DType, j: number): bigint {
    const size = { i7: 1, u7: 1, i8: 1, u8: 1, i16: 2, i32: 4 }[dtype];
    const entry = this.#int(table + j * size, size);
    return saturate(dtype === 'u8' ? BigInt.asUintN(8, entry) : entry, dtype);
  }

  /** Little-endian two's complement. */
  #int(at: number, size: number): bigint {
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(this.#weights[at + i] ?? 0);
    return BigInt.asIntN(8 * size, value);
  }
}

/** For each tap of a window, in order: the pixel of x, or undefined outside it. */
function tapsOf(window: Window, pixel: number): (number | undefined)[] {
  const [p, q] = [Math.floor(pixel / window.outWidth), pixel % window.outWidth];
  return Array.from({ length: window.kernelHeight * window.kernelWidth }, (_, tap) => {
    const y = p * window.strideY + Math.floor(tap / window.kernelWidth) * window.dilationY - window.padTop;
    const x = q * window.strideX + (tap % window.kernelWidth) * window.dilationX - window.padLeft;
    const isInside = y >= 0 && y < window.height && x >= 0 && x < window.width;
    return isInside ? y * window.width + x : undefined;
  });
}

/** Bisection, where the engine goes bit by bit. */
function inverseRoot(v: bigint): bigint {
  const divisor = v > 1n ? v : 1n;
  let [low, high] = [0n, 2n ** 31n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle * divisor <= 2n ** 60n) low = middle;
    else high = middle;
  }
  return low;
}
