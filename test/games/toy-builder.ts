import { parseProgram } from '../../lib/engine/program.ts';
import type { DType } from '../../lib/engine/tensor.ts';
import { encodeProgram } from '../../lib/engine/testing/tiny.ts';
import { layOut, type TraceLayout } from '../../lib/engine/trace/records.ts';
import type { Random } from './random.ts';

/** A program with weights. `run` it on inputs that `input` draws. */
export type Toy = {
  readonly layout: TraceLayout;
  readonly weights: Uint8Array;
  readonly input: (random: Random) => Uint8Array;
};

/** A tensor of a toy. `heads` are its rows where it is of attention. */
export type Tensor = { id: number; op: string; dtype: DType; size: number; heads: number };

type Fields = Record<string, unknown>;

/** How big a toy is: some are made so that every tree takes several reveals. */
export type ToySize = 'small' | 'manySteps' | 'manyTensors' | 'manyChunks';

export const BYTE_TYPES: readonly DType[] = ['i7', 'u7', 'i8', 'u8'];

/** Adds operators to a program that stays valid, with weights for them. Nothing in the weights is aligned. */
export class ToyBuilder {
  readonly random: Random;
  readonly mode: 'generate' | 'once';
  readonly #context: number;
  readonly #ops: Fields[] = [];
  readonly #tensors: Tensor[] = [];
  readonly #states: { dtype: DType; width: number }[] = [];
  readonly #tables: { at: number; bytes: Uint8Array }[] = [];
  #weightsBytes = 0;

  constructor(random: Random, { mode, context }: { mode: ToyBuilder['mode']; context: number }) {
    this.random = random;
    this.mode = mode;
    this.#context = context;
  }

  get last(): Tensor {
    const tensor = this.#tensors.at(-1);
    if (tensor === undefined) throw new RangeError('No operator yet.');
    return tensor;
  }

  region(bytes: number): number {
    const at = this.#weightsBytes + this.random.int(0, 3);
    this.#weightsBytes = at + bytes;
    return at;
  }

  table(bytes: Uint8Array): number {
    const at = this.region(bytes.length);
    this.#tables.push({ at, bytes });
    return at;
  }

  push(op: string, dtype: DType, size: number, fields: Fields, heads = 0): Tensor {
    this.#ops.push({ op, ...fields });
    const tensor = { id: this.#tensors.length, op, dtype, size, heads };
    this.#tensors.push(tensor);
    return tensor;
  }

  /** A tensor of one of the types, of `size` if that is given; undefined where there is none. */
  some(dtypes: readonly DType[], size?: number): Tensor | undefined {
    const found = this.#tensors.filter((t) => dtypes.includes(t.dtype) && (size === undefined || t.size === size));
    return found.length === 0 ? undefined : this.random.pick(found);
  }

  /** A tensor that operator `op` wrote. */
  of(op: string): Tensor | undefined {
    const found = this.#tensors.filter((tensor) => tensor.op === op);
    return found.length === 0 ? undefined : this.random.pick(found);
  }

  /** A tensor that a linear can read; made where there is none. */
  activations(): Tensor {
    const found = this.some(['i7', 'u7']);
    if (found !== undefined) return found;
    const bytes = this.some(BYTE_TYPES);
    return bytes === undefined
      ? this.norm(this.some(['i16']) ?? this.last)
      : this.map(bytes, this.random.pick(['i7', 'u7']));
  }

  /** How many rows of x to take by themselves: where the graph runs once, any number that divides it. */
  rowsOf(x: Tensor): number {
    return this.mode === 'once' ? this.random.pick(divisorsOf(x.size)) : 1;
  }

  /** The field that says so, which only a graph that runs once has. */
  #rows(rows: number): Fields {
    return this.mode === 'once' ? { rows } : {};
  }

  norm(x: Tensor, rows = this.rowsOf(x)): Tensor {
    const shift = 2 + Math.ceil(Math.log2(x.size + 1));
    const squares = this.push('sumSquares', 'i32', rows, { x: x.id, shift, ...this.#rows(rows) });
    const root = this.push('rsqrt', 'i32', rows, { x: squares.id });
    const rule = { mul: this.random.int(1, 127), shift: this.random.int(24, 34) };
    return this.push('scale', 'i7', x.size, { x: x.id, by: root.id, ...rule });
  }

  map(x: Tensor, dtype: DType): Tensor {
    return this.push('map', dtype, x.size, { x: x.id, table: this.region(256), dtype });
  }

  linear(x: Tensor, rows: number, dtype: DType): Tensor {
    return this.push('linear', dtype, rows, { x: x.id, ...this.weightRows(rows, x.size, dtype) });
  }

  /** Rows of `columns` weights, and the rule that brings their sums into a type. */
  weightRows(rows: number, columns: number, dtype: DType): Fields {
    const { random } = this;
    const wide = dtype === 'i16' ? 8 : 0;
    const shift = random.int(18, 24) + (columns > 16 ? 2 : 0) - wide;
    const width = columns + 8;
    const bytes = random.bytes(rows * width);
    const view = new DataView(bytes.buffer);
    // A bias of any 32 bits would saturate every output, and no lie would go further.
    for (let row = 0; row < rows; row++) {
      if (!random.oneIn(8)) view.setInt32(row * width + columns, random.int(-3000, 3000), true);
    }
    return { rows, weights: this.table(bytes), shift, dtype };
  }

  /** Which element of each row is the largest. */
  argmax(x: Tensor, rows = this.rowsOf(x)): Tensor {
    return this.push('argmax', 'i32', rows, { x: x.id, ...this.#rows(rows) });
  }

  /** Rows of an i8 as weights of at most 127, and their sums. */
  softmax(x: Tensor, rows = this.rowsOf(x)): { weights: Tensor; sum: Tensor } {
    const max = this.push('max', 'i8', rows, { x: x.id, rows }, rows);
    const weights = this.push('exp', 'u7', x.size, { x: x.id, max: max.id, table: this.region(256) }, rows);
    return { weights, sum: this.push('sum', 'i32', rows, { x: weights.id }, rows) };
  }

  noisy(x: Tensor): Tensor {
    const noise = this.push('noise', 'i16', x.size, { size: x.size, table: this.region(512) });
    return this.push('add', 'i16', x.size, { x: x.id, y: noise.id });
  }

  attention(): void {
    const { random } = this;
    const heads = random.int(1, 3);
    const width = heads * random.pick([1, 2, 3, 8, 20]);
    const values = heads * random.pick([1, 2, 5, 12]);
    const x = this.activations();
    const query = this.linear(x, width, 'i8');
    const key = this.linear(x, width, 'i7');
    const value = this.linear(x, values, 'i8');
    const keys = this.#append(key);
    const content = this.#append(value);
    const size = heads * this.#context;
    const rule = { mul: random.int(1, 65_535), shift: random.int(16, 24) };
    const scores = this.push('scores', 'i8', size, { x: query.id, state: keys, heads, ...rule }, heads);
    const max = this.push('max', 'i8', heads, { x: scores.id }, heads);
    const exp = this.push('exp', 'u7', size, { x: scores.id, max: max.id, table: this.region(256) }, heads);
    const sum = this.push('sum', 'i32', heads, { x: exp.id }, heads);
    const mix = { mul: random.int(1, 600), shift: random.int(6, 10) };
    this.push('mix', 'i7', values, { x: exp.id, sum: sum.id, state: content, ...mix }, heads);
  }

  #append(x: Tensor): number {
    const state = this.#states.push({ dtype: x.dtype, width: x.size }) - 1;
    this.push('append', x.dtype, x.size, { x: x.id, state });
    return state;
  }

  finish(rules: Fields): Toy {
    const weightsBytes = this.#weightsBytes + this.random.int(0, 40);
    const weights = this.random.bytes(weightsBytes);
    for (const { at, bytes } of this.#tables) weights.set(bytes, at);
    const shape = {
      format: 'openimo-program',
      version: 3,
      ...rules,
      weightsBytes,
      states: this.#states,
      ops: this.#ops,
    };
    const program = parseProgram(encodeProgram(shape));
    // Runs of many steps are long whatever they say.
    const shortest = program.context > 64 ? Math.max(1, program.maxInput - 8) : program.minInput;
    const input = (random: Random) => random.bytes(random.int(shortest, program.maxInput));
    return { layout: layOut(program), weights, input };
  }
}

/** What divides a size, from 1 up. */
export function divisorsOf(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
}
