// Small random programs in which every operator occurs, of both modes: what games are played about.
import { parseProgram } from '../../lib/engine/program.ts';
import { type DType, ELEMENT_BYTES } from '../../lib/engine/tensor.ts';
import { encodeProgram } from '../../lib/engine/testing/tiny.ts';
import { layOut, type TraceLayout } from '../../lib/engine/trace/records.ts';
import { type Random, randomOf } from './random.ts';

/** A program with weights. `run` it on inputs that `input` draws. */
export type Toy = {
  readonly layout: TraceLayout;
  readonly weights: Uint8Array;
  readonly input: (random: Random) => Uint8Array;
};

type Tensor = { id: number; op: string; dtype: DType; size: number; heads: number };
type Fields = Record<string, number | string>;

/** How big a toy is: some are made so that every tree takes several reveals. */
export type ToySize = 'small' | 'manySteps' | 'manyTensors' | 'manyChunks';

const TERMINATOR = 10;
const BYTE_TYPES: readonly DType[] = ['i7', 'u7', 'i8', 'u8'];

/** The toy of a seed. */
export function toyProgram(seed: number, size: ToySize): Toy {
  const random = randomOf(seed);
  return random.oneIn(4) && size !== 'manySteps' ? feedForward(random, size) : generator(random, size);
}

function generator(random: Random, size: ToySize): Toy {
  const context = size === 'manySteps' ? random.int(66, 90) : random.int(1, 9);
  const maxInput = size === 'manySteps' ? random.int(65, context) : random.int(1, context);
  const maxOutput = random.int(1, context - maxInput + 1);
  const minOutput = random.oneIn(2) ? 0 : random.int(0, size === 'manySteps' ? maxOutput : Math.min(2, maxOutput));
  const builder = new Builder(random, context);
  const width = random.pick([1, 2, 4, 6, 8, 17, 20, 40]);
  builder.push('embed', 'i16', width, {
    width,
    tokens: builder.region(256 * width * 2),
    positions: builder.region(context * width * 2),
  });
  if (!random.oneIn(5)) builder.attention();
  builder.grow(size);
  const vocabulary = random.int(2, 40);
  let logits = builder.linear(builder.activations(), vocabulary, 'i16');
  if (random.oneIn(2)) logits = builder.noisy(logits);
  const best = builder.push('argmax', 'i32', 1, { x: logits.id });
  // Few values, so that a run often ends by itself and often does not.
  const text = Uint8Array.from({ length: vocabulary }, () => (random.oneIn(12) ? TERMINATOR : random.int(0, 255)));
  builder.push('lookup', 'u8', 1, { x: best.id, table: builder.table(text) });
  return builder.finish({
    mode: 'generate',
    context,
    minInput: 1,
    maxInput,
    minOutput,
    maxOutput,
    terminator: TERMINATOR,
  });
}

function feedForward(random: Random, size: ToySize): Toy {
  const length = random.int(1, 70);
  const builder = new Builder(random, 1);
  builder.push('input', 'u8', length, { size: length });
  builder.grow(size);
  const last = builder.last;
  const maxOutput = last.size * ELEMENT_BYTES[last.dtype];
  const lengths = { minInput: length, maxInput: length, minOutput: maxOutput, maxOutput };
  return builder.finish({ mode: 'once', context: 1, ...lengths, terminator: 0 });
}

class Builder {
  readonly #random: Random;
  readonly #context: number;
  readonly #ops: Fields[] = [];
  readonly #tensors: Tensor[] = [];
  readonly #states: { dtype: DType; width: number }[] = [];
  readonly #tables: { at: number; bytes: Uint8Array }[] = [];
  #weightsBytes = 0;

  constructor(random: Random, context: number) {
    this.#random = random;
    this.#context = context;
  }

  get last(): Tensor {
    const tensor = this.#tensors.at(-1);
    if (tensor === undefined) throw new RangeError('No operator yet.');
    return tensor;
  }

  region(bytes: number): number {
    const at = this.#weightsBytes + this.#random.int(0, 3); // nothing is aligned
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

  #some(dtypes: readonly DType[], op?: string): Tensor | undefined {
    const found = this.#tensors.filter((t) => dtypes.includes(t.dtype) && (op === undefined || t.op === op));
    return found.length === 0 ? undefined : this.#random.pick(found);
  }

  /** A tensor that a linear can read; made where there is none. */
  activations(): Tensor {
    const found = this.#some(['i7', 'u7']);
    if (found !== undefined) return found;
    const bytes = this.#some(BYTE_TYPES);
    return bytes === undefined
      ? this.norm(this.#some(['i16']) ?? this.last)
      : this.map(bytes, this.#random.pick(['i7', 'u7']));
  }

  norm(x: Tensor): Tensor {
    const shift = 2 + Math.ceil(Math.log2(x.size + 1));
    const squares = this.push('sumSquares', 'i32', 1, { x: x.id, shift });
    const root = this.push('rsqrt', 'i32', 1, { x: squares.id });
    const rule = { mul: this.#random.int(1, 127), shift: this.#random.int(24, 34) };
    return this.push('scale', 'i7', x.size, { x: x.id, by: root.id, ...rule });
  }

  map(x: Tensor, dtype: DType): Tensor {
    return this.push('map', dtype, x.size, { x: x.id, table: this.region(256), dtype });
  }

  linear(x: Tensor, rows: number, dtype: DType): Tensor {
    const random = this.#random;
    const wide = dtype === 'i16' ? 8 : 0;
    const shift = random.int(18, 24) - wide;
    const width = x.size + 8;
    const bytes = random.bytes(rows * width);
    const view = new DataView(bytes.buffer);
    // A bias of any 32 bits would saturate every output, and no lie would go further.
    for (let row = 0; row < rows; row++) {
      if (!random.oneIn(8)) view.setInt32(row * width + x.size, random.int(-3000, 3000), true);
    }
    return this.push('linear', dtype, rows, { x: x.id, rows, weights: this.table(bytes), shift, dtype });
  }

  noisy(x: Tensor): Tensor {
    const noise = this.push('noise', 'i16', x.size, { size: x.size, table: this.region(512) });
    return this.push('add', 'i16', x.size, { x: x.id, y: noise.id });
  }

  attention(): void {
    const random = this.#random;
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

  /** Adds operators at random, and what makes one of the trees large. */
  grow(size: ToySize): void {
    const random = this.#random;
    if (size === 'manyChunks') this.linear(this.activations(), random.int(1030, 1200), 'i16');
    const count = size === 'manyTensors' ? random.int(66, 80) : random.int(1, 6);
    for (let i = 0; i < count; i++) this.#addAny();
  }

  #addAny(): void {
    const random = this.#random;
    const bytes = this.#some(BYTE_TYPES);
    const words = this.#some(['i16']);
    switch (random.int(0, 6)) {
      case 0:
        if (bytes !== undefined) this.map(bytes, random.pick(BYTE_TYPES));
        break;
      case 1: {
        const same = this.#tensors.filter((t) => t.dtype === 'i16' && t.size === words?.size);
        if (words !== undefined) this.push('add', 'i16', words.size, { x: words.id, y: random.pick(same).id });
        break;
      }
      case 2:
        if (words !== undefined) this.norm(words);
        break;
      case 3:
        if (words !== undefined) this.noisy(words);
        break;
      case 4:
        if (words !== undefined) {
          const best = this.push('argmax', 'i32', 1, { x: words.id });
          if (random.oneIn(2)) this.push('lookup', 'u8', 1, { x: best.id, table: this.region(words.size) });
        }
        break;
      default:
        this.linear(this.activations(), random.int(1, 40), random.pick(['i7', 'u7', 'i8', 'i16'] as const));
    }
  }

  finish(rules: Record<string, number | string>): Toy {
    const weightsBytes = this.#weightsBytes + this.#random.int(0, 40);
    const weights = this.#random.bytes(weightsBytes);
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
