import type { Window } from '../op.ts';
import type { Program } from '../program.ts';
import type { DType } from '../tensor.ts';
import type { Draft } from './draft.ts';
import { randomWindow } from './random-window.ts';

const SEVEN_BITS = ['i7', 'u7'] as const;
const ROW_TYPES = ['i7', 'u7', 'i8', 'i16'] as const;
const NARROW_TYPES = ['i7', 'u7', 'i8', 'u8', 'i16'] as const;
const ALL_TYPES = ['i7', 'u7', 'i8', 'u8', 'i16', 'i32'] as const;

/** Most elements of a new tensor, so that plain TypeScript keeps up; and most multiplications of an operator. */
const MOST = { elements: 1200, macs: 30_000 } as const;

const MAX_MUL = 65_535;

/** One more of the operators on pictures, rows and matrices, or a few that belong together. */
export function growTensors(draft: Draft, mode: Program['mode']): void {
  const kinds = [conv, conv, pool, pool, move, concat, constant, gather, matmul, multiply, requantise, center];
  const divided = mode === 'once' ? softmax : divide;
  draft.random.pick([...kinds, divided, divided])(draft);
}

/** A multiplier and a shift for values of about `bits` bits; at times any, and at times those of the ends. */
function ruleFor(draft: Draft, bits: number, dtype: DType): { mul: number; shift: number } {
  const { random } = draft;
  const mul = random.chance(6) ? random.pick([1, MAX_MUL]) : random.int(1, MAX_MUL);
  if (random.chance(6)) return { mul, shift: random.pick([1, 2, 45, 46, random.int(1, 46)]) };
  const kept = dtype === 'i32' ? 31 : dtype === 'i16' ? 15 : 7;
  const shift = bits + Math.floor(Math.log2(mul)) - kept + random.int(-1, 2);
  return { mul, shift: Math.max(1, Math.min(46, shift)) };
}

const bitsOf = (dtype: DType): number => (dtype === 'i32' ? 24 : dtype === 'i16' ? 15 : 7);

/** A picture to slide a window over: an earlier tensor, or one made for it. */
function picture(draft: Draft, dtypes: readonly DType[]): { x: number; window: Window } {
  const { random } = draft;
  const found = random.chance(2) ? draft.find(dtypes) : undefined;
  if (found !== undefined) {
    const size = draft.sizeOf(found);
    const channels = draft.rowsOf(size);
    const width = draft.rowsOf(size / channels);
    return { x: found, window: randomWindow(random, { height: size / channels / width, width, channels }) };
  }
  const channels = random.pick([1, 2, 3, 4, 5, 8, 15, 16, 17, 24, 32, 33, 40]);
  const [height, width] = [random.int(1, 7), random.int(1, 7)];
  const x = draft.constant(random.pick(dtypes), height * width * channels);
  return { x, window: randomWindow(random, { height, width, channels }) };
}

function conv(draft: Draft): void {
  const { random } = draft;
  const { x, window } = picture(draft, SEVEN_BITS);
  const { channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  const isDepthwise = random.chance(3);
  const groups = isDepthwise ? channels : random.chance(2) ? 1 : draft.rowsOf(channels);
  const columns = (kernelHeight * kernelWidth * channels) / groups;
  const pixels = outHeight * outWidth;
  const perGroup = isDepthwise && !random.chance(4) ? 1 : random.pick([1, 2, 3, 4, 5, 7, 8, 9, 12]);
  const most = Math.min(MOST.macs / columns, MOST.elements, draft.weightsBytes / (columns + 8)) / groups;
  const rows = groups * Math.min(perGroup, Math.floor(most / Math.min(pixels, most)));
  if (rows === 0 || rows * pixels > MOST.elements || rows * pixels * columns > 4 * MOST.macs) return;
  if (rows * (columns + 8) > draft.weightsBytes) return;
  const dtype = random.pick(ROW_TYPES);
  const shift = draft.shiftOf(columns, dtype);
  const [low, high] = draft.typeOf(x) === 'i7' ? [-64, 63] : [0, 127];
  const pad = random.chance(3) ? 0 : random.pick([low, high, random.int(low, high)]);
  const weights = draft.region(rows * (columns + 8));
  draft.add({ op: 'conv', x, window, groups, rows, weights, shift, pad, dtype }, dtype, pixels * rows);
}

function pool(draft: Draft): void {
  const { x, window } = picture(draft, NARROW_TYPES);
  const { channels, outHeight, outWidth, kernelHeight, kernelWidth } = window;
  const size = outHeight * outWidth * channels;
  if (!hasTaps(window) || size > MOST.elements || size * kernelHeight * kernelWidth > MOST.macs) return;
  draft.add({ op: 'pool', x, window }, draft.typeOf(x), size);
}

/** Whether every window has a tap that is not padding: tap by tap. */
function hasTaps(window: Window): boolean {
  const reaches = (out: number, { size, stride, pad, taps, dilation }: Record<string, number>): boolean =>
    Array.from({ length: out }, (_, p) => p * (stride ?? 0) - (pad ?? 0)).every((first) =>
      Array.from({ length: taps ?? 0 }, (_, a) => first + a * (dilation ?? 0)).some(
        (at) => at >= 0 && at < (size ?? 0),
      ),
    );
  const { height, width, strideY, strideX, padTop, padLeft, kernelHeight, kernelWidth, dilationY, dilationX } = window;
  return (
    reaches(window.outHeight, {
      size: height,
      stride: strideY,
      pad: padTop,
      taps: kernelHeight,
      dilation: dilationY,
    }) &&
    reaches(window.outWidth, { size: width, stride: strideX, pad: padLeft, taps: kernelWidth, dilation: dilationX })
  );
}

function move(draft: Draft): void {
  const { random } = draft;
  const x = draft.find(ALL_TYPES);
  if (x === undefined) return;
  const size = draft.sizeOf(x);
  let dims: number[] = [];
  let strides: number[] = [];
  if (random.chance(2)) {
    // The axes of x in another order, some of them backwards, some cut short.
    for (let rest = size, stride = 1; dims.length < 5 && rest > 1; ) {
      const dim = draft.rowsOf(rest);
      dims.push(random.chance(4) ? random.int(1, dim) : dim);
      strides.push(random.chance(4) ? -stride : stride);
      stride *= dim;
      rest /= dim;
    }
    const turn = random.int(0, dims.length - 1);
    dims = [...dims.slice(turn), ...dims.slice(0, turn)];
    strides = [...strides.slice(turn), ...strides.slice(0, turn)];
    if (random.chance(2)) [dims, strides] = [dims.reverse(), strides.reverse()];
  }
  if (dims.length === 0 || random.chance(4)) {
    dims.push(random.int(1, 9));
    strides.push(random.int(-3, 3));
  }
  const reach = (): number => dims.reduce((sum, dim, k) => sum + (dim - 1) * Math.abs(strides[k] ?? 0), 0);
  for (let k = 0; reach() >= size; k++) strides[k] = 0;
  while (dims.reduce((product, dim) => product * dim, 1) > MOST.elements) dims[dims.indexOf(Math.max(...dims))] = 1;
  const below = dims.reduce((sum, dim, k) => sum + Math.max(0, (1 - dim) * (strides[k] ?? 0)), 0);
  const base = below + random.int(0, size - 1 - reach());
  draft.add(
    { op: 'move', x, dims, strides, base },
    draft.typeOf(x),
    dims.reduce((product, dim) => product * dim, 1),
  );
}

function concat(draft: Draft): void {
  const x = draft.find(ALL_TYPES);
  if (x === undefined) return;
  const y = draft.find([draft.typeOf(x)]) ?? x;
  const [a, b] = [draft.sizeOf(x), draft.sizeOf(y)];
  if (a + b > MOST.elements) return;
  const common = Array.from({ length: Math.min(a, b) }, (_, i) => i + 1).filter((n) => a % n === 0 && b % n === 0);
  const blocks = draft.random.pick(common);
  draft.add({ op: 'concat', x, y, parts: [a / blocks, b / blocks] }, draft.typeOf(x), a + b);
}

function constant(draft: Draft): void {
  draft.constant(draft.random.pick(ALL_TYPES), draft.size());
}

function gather(draft: Draft): void {
  const { random } = draft;
  const x = draft.find(['u8']);
  if (x === undefined) return;
  const idBytes = draft.sizeOf(x) % 2 === 0 && random.chance(2) ? 2 : 1;
  const count = draft.sizeOf(x) / idBytes;
  const width = random.int(1, Math.max(1, Math.min(70, Math.floor(MOST.elements / count))));
  const dtype = random.pick(['i7', 'i8', 'i16'] as const);
  const entry = width * (dtype === 'i16' ? 2 : 1);
  const most = Math.floor(draft.weightsBytes / entry);
  const vocab = random.pick([
    1,
    random.int(1, Math.min(most, 256)),
    Math.min(most, 65_536),
    random.int(1, Math.min(most, 65_536)),
  ]);
  const table = draft.region(vocab * entry);
  draft.add({ op: 'gather', x, idBytes, vocab, width, table, dtype }, dtype, count * width);
}

function matmul(draft: Draft): void {
  const { random } = draft;
  const depth = random.chance(2) ? random.int(1, 20) : draft.size();
  const [m, n, batches] = [random.int(1, 9), random.int(1, 9), random.int(1, 3)];
  const found = random.chance(2) ? draft.find(['i7', 'u7', 'i8']) : undefined;
  let x: number;
  let dims: [number, number, number] = [m, n, depth];
  let count = batches;
  if (found === undefined) {
    x = draft.constant(random.pick(['i7', 'u7', 'i8'] as const), batches * m * depth);
  } else {
    x = found;
    count = draft.rowsOf(draft.sizeOf(x));
    const rows = draft.rowsOf(draft.sizeOf(x) / count);
    dims = [rows, n, draft.sizeOf(x) / count / rows];
  }
  const size = count * dims[0] * dims[1];
  const operand = count * dims[1] * dims[2];
  if (size > MOST.elements || operand > 4 * MOST.elements || size * dims[2] > 4 * MOST.macs) return;
  const y = draft.find(SEVEN_BITS, operand) ?? draft.constant(random.pick(SEVEN_BITS), operand);
  const dtype = random.pick(ALL_TYPES);
  const rule = ruleFor(draft, 13 + Math.ceil(Math.log2(dims[2]) / 2), dtype);
  draft.add({ op: 'matmul', x, y, dims, ...rule, dtype }, dtype, size);
}

function multiply(draft: Draft): void {
  const { random } = draft;
  const x = draft.find(NARROW_TYPES);
  if (x === undefined) return;
  const size = draft.sizeOf(x);
  const y = random.chance(3) ? draft.constant(random.pick(NARROW_TYPES), size) : (draft.find(NARROW_TYPES, size) ?? x);
  const dtype = random.pick(NARROW_TYPES);
  const rule = ruleFor(draft, bitsOf(draft.typeOf(x)) + bitsOf(draft.typeOf(y)), dtype);
  draft.add({ op: 'multiply', x, y, ...rule, dtype }, dtype, size);
}

function requantise(draft: Draft): void {
  const { random } = draft;
  const x = draft.find(ALL_TYPES);
  if (x === undefined) return;
  const dtype = random.pick(ALL_TYPES);
  const rule = ruleFor(draft, bitsOf(draft.typeOf(x)), dtype);
  const offset = random.pick([0, random.int(-140, 140), random.int(-65_536, 65_536), -65_536, 65_536]);
  draft.add({ op: 'requantise', x, ...rule, offset, dtype }, dtype, draft.sizeOf(x));
}

function center(draft: Draft): void {
  const x = draft.find(['i16']);
  if (x === undefined) return;
  const size = draft.sizeOf(x);
  draft.add({ op: 'center', x, rows: draft.rowsOf(size) }, 'i16', size);
}

/** Rows of any i8, as weights of a sum that are then divided by it. */
function softmax(draft: Draft): void {
  const x = draft.find(['i8']);
  if (x === undefined) return;
  const size = draft.sizeOf(x);
  const rows = draft.rowsOf(size);
  const max = draft.add({ op: 'max', x, rows }, 'i8', rows);
  const exp = draft.add({ op: 'exp', x, max, table: draft.region(256), rows }, 'u7', size);
  draft.add({ op: 'sum', x: exp, rows }, 'i32', rows);
  divide(draft);
}

/** Something divided by a sum. */
function divide(draft: Draft): void {
  const { random } = draft;
  const sums = draft.ops.flatMap((op, id) => (op.op === 'sum' ? [{ id, rows: op.rows }] : []));
  if (sums.length === 0) return;
  const { id: sum, rows } = random.chance(2) ? (sums.at(-1) ?? random.pick(sums)) : random.pick(sums);
  const found = draft.find(['i32', 'i8', 'u7']);
  const isRight = found !== undefined && draft.sizeOf(found) % rows === 0;
  const width = random.int(1, Math.max(1, Math.min(40, Math.floor(MOST.elements / rows))));
  const x = isRight ? found : draft.constant(random.pick(['i32', 'i8', 'u7'] as const), rows * width);
  const dtype = random.pick(ROW_TYPES);
  const rule = { mul: random.chance(4) ? MAX_MUL : random.int(1, MAX_MUL), shift: random.int(1, 24) };
  draft.add({ op: 'divide', x, sum, rows, ...rule, dtype }, dtype, draft.sizeOf(x));
}
