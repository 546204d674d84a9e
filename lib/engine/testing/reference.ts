import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Op, Program } from '../op.ts';

type Big = readonly bigint[];

const RANGE: Record<string, readonly [bigint, bigint]> = {
  i7: [-64n, 63n],
  u7: [0n, 127n],
  i8: [-128n, 127n],
  u8: [0n, 255n],
  i16: [-32768n, 32767n],
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
    const past = j % context <= t;
    switch (op.op) {
      case 'embed':
        return saturate(
          this.#int(op.tokens + 2 * (byte * op.width + j), 2) + this.#int(op.positions + 2 * (t * op.width + j), 2),
          'i16',
        );
      case 'sumSquares':
        return x.reduce((sum, v) => sum + ((v * v) >> BigInt(op.shift)), 0n);
      case 'rsqrt':
        return inverseRoot(one(x, 0));
      case 'scale':
        return rescale(one(x, j) * one(this.#tensors[op.by], 0), op, 'i7');
      case 'linear': {
        const row = op.weights + j * (x.length + 8);
        const sum = x.reduce((total, v, k) => total + v * this.#int(row + k, 1), this.#int(row + x.length, 4));
        const mul = (this.#weights[row + x.length + 4] ?? 0) + 256 * (this.#weights[row + x.length + 5] ?? 0);
        return rescale(sum, { mul, shift: op.shift }, op.dtype);
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
        return x.slice(j * context, j * context + t + 1).reduce(larger);
      case 'exp': {
        const difference = one(this.#tensors[op.max], Math.floor(j / context)) - one(x, j);
        return past ? BigInt(this.#weights[op.table + Number(difference)] ?? 0) % 128n : 0n;
      }
      case 'sum':
        return x.slice(j * context, (j + 1) * context).reduce((sum, v) => sum + v, 0n);
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
        return BigInt(x.indexOf(x.reduce(larger)));
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

  /** Little-endian two's complement. */
  #int(at: number, size: number): bigint {
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(this.#weights[at + i] ?? 0);
    return BigInt.asIntN(8 * size, value);
  }
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
