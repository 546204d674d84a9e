import type { Op, State } from '../op.ts';
import type { DType, TensorInfo } from '../tensor.ts';
import type { Random } from './random.ts';

/** Sizes at the edges of vectors and chunks come more often than others. */
const EDGES = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 67] as const;

/** Adds operators to a program that stays valid: each kind has its own tensors to read. */
export class Draft {
  readonly ops: Op[] = [];
  readonly tensors: TensorInfo[] = [];
  readonly states: State[] = [];
  readonly random: Random;
  readonly weightsBytes: number;
  readonly context: number;
  /** Of a program that runs once. */
  readonly inputBytes: number;

  constructor(random: Random, sizes: { weightsBytes: number; context: number; inputBytes: number }) {
    this.random = random;
    this.weightsBytes = sizes.weightsBytes;
    this.context = sizes.context;
    this.inputBytes = sizes.inputBytes;
  }

  add(op: Op, dtype: DType, size: number): number {
    this.ops.push(op);
    this.tensors.push({ dtype, size });
    return this.ops.length - 1;
  }

  size(): number {
    return this.random.chance(3) ? this.random.int(1, 67) : this.random.pick(EDGES);
  }

  region(bytes: number): number {
    return this.random.int(0, this.weightsBytes - bytes);
  }

  /** A tensor of one of the types, of `size` if that is given; undefined where there is none. */
  find(dtypes: readonly DType[], size?: number): number | undefined {
    const found = this.tensors.flatMap((tensor, id) =>
      dtypes.includes(tensor.dtype) && (size === undefined || tensor.size === size) ? [id] : [],
    );
    return found.length === 0 ? undefined : this.random.pick(found);
  }

  sizeOf(id: number): number {
    return this.tensors[id]?.size ?? 0;
  }

  typeOf(id: number): DType {
    return this.tensors[id]?.dtype ?? 'i8';
  }

  /** Into how many equal rows to divide a tensor of `size`. */
  rowsOf(size: number): number {
    const most = this.random.chance(3) ? size : this.random.int(1, 12);
    const divisors = Array.from({ length: Math.min(size, most) }, (_, i) => i + 1).filter((n) => size % n === 0);
    return this.random.pick(divisors);
  }

  /** A shift after which a product of `columns` terms is mostly within the type, and seldom any shift at all. */
  shiftOf(columns: number, dtype: DType): number {
    const bits = Math.ceil(Math.log2(columns)) / 2 + 26 - (dtype === 'i16' ? 13 : 6);
    return this.random.chance(5) ? this.random.int(1, 46) : Math.max(1, Math.round(bits) + this.random.int(-2, 2));
  }

  /** A linear of at most `most` rows: as many as the weights have room for. */
  linear(x: number, most: number, dtype: 'i7' | 'u7' | 'i8' | 'i16'): number {
    const columns = this.sizeOf(x);
    const rows = Math.min(most, Math.floor(this.weightsBytes / (columns + 8)));
    const shift = this.shiftOf(columns, dtype);
    const weights = this.region(rows * (columns + 8));
    return this.add({ op: 'linear', x, rows, weights, shift, dtype }, dtype, rows);
  }

  /** The rows of x scaled by their own size. */
  norm(x: number, rows: number): number {
    const { random } = this;
    const size = this.sizeOf(x);
    const least = Math.max(0, 30 - Math.floor(Math.log2((2 ** 31 - 1) / (size / rows))));
    const squares = { op: 'sumSquares', x, shift: random.int(least, Math.min(30, least + 6)), rows } as const;
    const by = this.add({ op: 'rsqrt', x: this.add(squares, 'i32', rows), rows }, 'i32', rows);
    const shift = random.chance(5) ? random.int(1, 46) : random.int(24, 36);
    return this.add({ op: 'scale', x, by, rows, mul: random.int(1, 127), shift }, 'i7', size);
  }

  attention(from: number): number {
    const { random, context } = this;
    const heads = random.int(1, 5);
    const keyWidth = heads * random.pick([1, 3, 5, 8, 13, 16, 17, 32]);
    const valueWidth = heads * random.pick([1, 2, 4, 7, 8, 11, 16, 24]);
    if (this.sizeOf(from) > 200) return from; // the weights may have no room for that many rows
    const query = this.linear(from, keyWidth, 'i8');
    const key = this.linear(from, keyWidth, 'i7');
    const value = this.linear(from, valueWidth, 'i8');
    const [keys, values] = [this.states.length, this.states.length + 1];
    this.states.push({ dtype: 'i7', width: keyWidth }, { dtype: 'i8', width: valueWidth });
    this.add({ op: 'append', x: key, state: keys }, 'i7', keyWidth);
    this.add({ op: 'append', x: value, state: values }, 'i8', valueWidth);
    const mul = random.int(1, 65_535);
    const shift = random.chance(4) ? random.int(1, 46) : random.int(18, 26);
    const x = this.add({ op: 'scores', x: query, state: keys, heads, mul, shift }, 'i8', heads * context);
    const max = this.add({ op: 'max', x, rows: heads }, 'i8', heads);
    const weights = this.add({ op: 'exp', x, max, table: this.region(256), rows: heads }, 'u7', heads * context);
    const sum = this.add({ op: 'sum', x: weights, rows: heads }, 'i32', heads);
    const rule = { mul: random.int(1, 65_535), shift: random.int(1, 24) };
    return this.add({ op: 'mix', x: weights, sum, state: values, heads, ...rule }, 'i7', valueWidth);
  }

  input(): void {
    this.add({ op: 'input', size: this.inputBytes }, 'u8', this.inputBytes);
  }

  /** Elements from the weights. */
  constant(dtype: DType, size: number): number {
    const table = this.region(size * (dtype === 'i32' ? 4 : dtype === 'i16' ? 2 : 1));
    return this.add({ op: 'constant', size, dtype, table }, dtype, size);
  }

  embed(): void {
    const width = this.size();
    const at = { tokens: this.region(512 * width), positions: this.region(2 * this.context * width) };
    this.add({ op: 'embed', width, ...at }, 'i16', width);
  }
}
