import type { Op, State } from '../op.ts';
import { type Program, parseProgram } from '../program.ts';
import type { DType, TensorInfo } from '../tensor.ts';
import type { Random } from './random.ts';
import { encodeProgram } from './tiny.ts';

/** A program that means nothing, with weights and an input to run it on. */
export type RandomCase = { readonly program: Program; readonly weights: Uint8Array; readonly input: Uint8Array };

/** Sizes at the edges of vectors and chunks come more often than others. */
const EDGES = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 67] as const;

const BYTE_TYPES = ['i7', 'u7', 'i8', 'u8'] as const;

/** Adds operators to a program that stays valid: each kind has its own tensors to read. */
class Draft {
  readonly ops: Op[] = [];
  readonly tensors: TensorInfo[] = [];
  readonly states: State[] = [];
  readonly random: Random;
  readonly weightsBytes: number;
  readonly context: number;

  constructor(random: Random, sizes: { weightsBytes: number; context: number }) {
    this.random = random;
    this.weightsBytes = sizes.weightsBytes;
    this.context = sizes.context;
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

  linear(x: number, rows: number, dtype: 'i7' | 'u7' | 'i8' | 'i16'): number {
    const columns = this.sizeOf(x);
    const bits = Math.ceil(Math.log2(columns)) / 2 + 26 - (dtype === 'i16' ? 13 : 6);
    const shift = this.random.chance(5)
      ? this.random.int(1, 46)
      : Math.max(1, Math.round(bits) + this.random.int(-2, 2));
    const weights = this.region(rows * (columns + 8));
    return this.add({ op: 'linear', x, rows, weights, shift, dtype }, dtype, rows);
  }

  norm(x: number): number {
    const size = this.sizeOf(x);
    const least = Math.max(0, 30 - Math.floor(Math.log2((2 ** 31 - 1) / size)));
    const squares = this.add(
      { op: 'sumSquares', x, shift: this.random.int(least, Math.min(30, least + 6)), rows: 1 },
      'i32',
      1,
    );
    const by = this.add({ op: 'rsqrt', x: squares, rows: 1 }, 'i32', 1);
    const shift = this.random.chance(5) ? this.random.int(1, 46) : this.random.int(24, 36);
    return this.add({ op: 'scale', x, by, rows: 1, mul: this.random.int(1, 127), shift }, 'i7', size);
  }

  attention(from: number): number {
    const { random, context } = this;
    const heads = random.int(1, 5);
    const keyWidth = heads * random.pick([1, 3, 5, 8, 13, 16, 17, 32]);
    const valueWidth = heads * random.pick([1, 2, 4, 7, 8, 11, 16, 24]);
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

  /** One more operator, or a few that belong together. */
  grow(mode: Program['mode']): void {
    const { random } = this;
    const x16 = this.find(['i16']);
    const x7 = this.find(['i7', 'u7']);
    const xByte = this.find(BYTE_TYPES);
    switch (random.int(0, mode === 'generate' ? 8 : 7)) {
      case 0:
        if (x7 !== undefined) this.linear(x7, this.size(), random.pick(['i7', 'u7', 'i8', 'i16']));
        break;
      case 1: {
        const y = x16 === undefined ? undefined : this.find(['i16'], this.sizeOf(x16));
        if (x16 !== undefined && y !== undefined) this.add({ op: 'add', x: x16, y }, 'i16', this.sizeOf(x16));
        break;
      }
      case 2:
        if (x16 !== undefined) this.norm(x16);
        break;
      case 3: {
        const size = random.chance(8) ? random.int(68, 200) : this.size();
        this.add({ op: 'noise', size, table: this.region(512) }, 'i16', size);
        break;
      }
      case 4: {
        if (x16 === undefined) break;
        const x = this.add({ op: 'argmax', x: x16, rows: 1 }, 'i32', 1);
        this.add({ op: 'lookup', x, table: this.region(this.sizeOf(x16)) }, 'u8', 1);
        break;
      }
      case 5: {
        const dtype = random.pick(BYTE_TYPES);
        if (xByte !== undefined)
          this.add({ op: 'map', x: xByte, table: this.region(256), dtype }, dtype, this.sizeOf(xByte));
        break;
      }
      case 6:
        if (mode === 'generate') this.embed();
        else this.input();
        break;
      default:
        if (mode === 'once') this.input();
        else if (x7 !== undefined && this.states.length < 8) this.attention(x7);
    }
  }

  input(): void {
    this.add({ op: 'input', size: this.inputBytes }, 'u8', this.inputBytes);
  }

  embed(): void {
    const width = this.size();
    const at = { tokens: this.region(512 * width), positions: this.region(2 * this.context * width) };
    this.add({ op: 'embed', width, ...at }, 'i16', width);
  }

  inputBytes = 0;
}

/** A valid program of about `length` operators in a random order, with every operator of its mode in reach. */
export function randomCase(random: Random, { mode, length }: { mode: Program['mode']; length: number }): RandomCase {
  const generates = mode === 'generate';
  const maxInput = generates ? random.int(1, 9) : random.int(1, 300);
  const outputs = random.chance(4) ? random.int(1, 58) : random.int(1, 20);
  const context = generates ? maxInput + outputs - 1 + random.int(0, 3) : 1;
  const weightsBytes = 60_000 + random.int(0, 5000);
  const draft = new Draft(random, { weightsBytes, context });
  draft.inputBytes = maxInput;
  if (generates) draft.embed();
  else draft.input();
  if (generates) draft.norm(0);
  else draft.add({ op: 'map', x: 0, table: draft.region(256), dtype: 'i7' }, 'i7', maxInput);
  while (draft.ops.length < length) draft.grow(mode);
  if (generates) {
    const x16 = draft.find(['i16']) ?? 0;
    const x = draft.add({ op: 'argmax', x: x16, rows: 1 }, 'i32', 1);
    draft.add({ op: 'lookup', x, table: draft.region(draft.sizeOf(x16)) }, 'u8', 1);
  }
  const last = draft.tensors.at(-1);
  const lastBytes = (last?.size ?? 0) * (last?.dtype === 'i32' ? 4 : last?.dtype === 'i16' ? 2 : 1);
  const program = {
    ...{ format: 'openimo-program', version: 3, mode, context },
    ...{ minInput: generates ? 1 : maxInput, maxInput },
    ...{ minOutput: generates ? random.int(0, outputs) : lastBytes, maxOutput: generates ? outputs : lastBytes },
    ...{ terminator: generates ? random.int(0, 255) : 0, weightsBytes, states: draft.states },
    ops: draft.ops.map((op) => writable(op, mode)),
  };
  const weights = random.bytes(weightsBytes);
  const input = random.bytes(generates ? random.int(1, maxInput) : maxInput);
  return { program: parseProgram(encodeProgram(program)), weights, input };
}

/** The operator as program.json has it: what it takes from its operands is left out. */
export function writable(op: Op, mode: Program['mode']): Record<string, unknown> {
  if (op.op === 'mix') {
    const { heads: _, ...fields } = op;
    return fields;
  }
  const hasRows = op.op === 'conv' || op.op === 'linear' || op.op === 'center';
  const givesRows = mode === 'once' && (op.op === 'max' || op.op === 'sumSquares' || op.op === 'argmax');
  if (!('rows' in op) || hasRows || givesRows) return writeWindow(op);
  const { rows: _, ...fields } = op;
  return fields;
}

function writeWindow(op: Op): Record<string, unknown> {
  if (!('window' in op)) return op;
  const { height, width, channels, kernelHeight, kernelWidth, strideY, strideX, ...rest } = op.window;
  const window = {
    shape: [height, width, channels],
    kernel: [kernelHeight, kernelWidth],
    stride: [strideY, strideX],
    dilation: [rest.dilationY, rest.dilationX],
    padding: [rest.padTop, rest.padLeft],
    out: [rest.outHeight, rest.outWidth],
  };
  return { ...op, window };
}
