// Operators on pictures, rows and matrices, for toys.
import type { DType } from '../../lib/engine/tensor.ts';
import { divisorsOf, type Tensor, type ToyBuilder } from './toy-builder.ts';

const SEVEN_BITS: readonly DType[] = ['i7', 'u7'];
const NARROW_TYPES: readonly DType[] = ['i7', 'u7', 'i8', 'u8', 'i16'];
const ALL_TYPES: readonly DType[] = [...NARROW_TYPES, 'i32'];
const ROW_TYPES: readonly DType[] = ['i7', 'u7', 'i8', 'i16'];

/** Most elements of a tensor that one of these makes. */
const MOST = 400;

type Shape = { readonly height: number; readonly width: number; readonly channels: number };

/** One more operator on what is there, or a few that belong together; none where nothing fits. */
export function addTensorOp(builder: ToyBuilder): void {
  const kinds = [conv, pool, move, concat, constant, gather, matmul, multiply, requantise, center];
  builder.random.pick([...kinds, builder.mode === 'once' ? normalised : shared])(builder);
}

/** A picture's way: convolutions of every kind, a pool, a mean over the whole, classes. */
export function addPicture(builder: ToyBuilder, shape: Shape): void {
  const pixels = builder.map(builder.last, 'u7');
  const same = { kernel: [3, 3], stride: [1, 1], dilation: [1, 1], padding: [1, 1], groups: 1, rows: 4 };
  const first = slide(builder, pixels, { ...same, shape, dtype: 'u7' });
  const wide = { ...shape, channels: 4 };
  const depthwise = slide(builder, first, {
    ...same,
    shape: wide,
    dilation: [2, 1],
    padding: [2, 1],
    groups: 4,
    dtype: 'i8',
  });
  const positive = builder.push('requantise', 'i7', depthwise.size, {
    x: depthwise.id,
    ...HALF,
    offset: 3,
    dtype: 'i7',
  });
  const moved = builder.push('requantise', 'i7', first.size, { x: first.id, ...HALF, offset: -20, dtype: 'i7' });
  const both = builder.push('concat', 'i7', 2 * first.size, { x: positive.id, y: moved.id, parts: [4, 4] });
  const halved = { kernel: [2, 2], stride: [2, 2], dilation: [1, 1], padding: [0, 0] };
  const pooled = largest(builder, both, { ...halved, shape: { ...shape, channels: 8 } });
  const [height, width] = [Math.floor(shape.height / 2), Math.floor(shape.width / 2)];
  const groups = { ...same, kernel: [2, 2], stride: [2, 1], groups: 2, rows: 6 };
  const grouped = slide(builder, pooled, { ...groups, shape: { height, width, channels: 8 }, dtype: 'i16' });
  const flat = builder.norm(grouped, 1);
  builder.argmax(builder.linear(flat, 7, 'i16'), 1);
}

/** Attention of one head from each of `rows` rows of the input to all of them, and a class for each row. */
export function addAttention(builder: ToyBuilder, { rows, width }: { rows: number; width: number }): void {
  const x = builder.map(builder.last, 'i7');
  // A matrix on each row.
  const project = (dtype: DType, from = x) =>
    slide(builder, from, {
      ...{ shape: { height: rows, width: 1, channels: width }, kernel: [1, 1], stride: [1, 1], dilation: [1, 1] },
      ...{ padding: [0, 0], groups: 1, rows: width, dtype },
    });
  const [query, key, value] = [project('i8'), project('i7'), project('i7')];
  const scores = product(builder, { x: query, y: key, dims: [rows, rows, width], shift: 21, dtype: 'i8' });
  const { weights, sum } = builder.softmax(scores, rows);
  const turned = { dims: [width, rows], strides: [1, width], base: 0 };
  const columns = builder.push('move', 'i7', value.size, { x: value.id, ...turned });
  const mixed = product(builder, { x: weights, y: columns, dims: [rows, width, rows], shift: 16, dtype: 'i32' });
  const rule = { mul: 3, shift: 2, dtype: 'i7' };
  const attended = builder.push('divide', 'i7', mixed.size, { x: mixed.id, sum: sum.id, ...rule });
  const wide = project('i16', attended);
  const centred = builder.push('center', 'i16', wide.size, { x: wide.id, rows });
  builder.norm(centred, rows);
  builder.argmax(centred, rows);
}

const HALF = { mul: 1, shift: 1 };

type Slide = {
  readonly shape: Shape;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
};

/** The window of a slide: as many places as it has with the same padding on both sides. */
function windowOf({ shape: { height, width, channels }, kernel, stride, dilation, padding }: Slide) {
  const out = [height, width].map((size, i) => {
    const [k = 1, s = 1, d = 1, p = 0] = [kernel[i], stride[i], dilation[i], padding[i]];
    return Math.floor((size + 2 * p - (k - 1) * d - 1) / s) + 1;
  });
  return { shape: [height, width, channels], kernel, stride, dilation, padding, out };
}

function slide(builder: ToyBuilder, x: Tensor, at: Slide & { groups: number; rows: number; dtype: DType }): Tensor {
  const window = windowOf(at);
  const { groups, rows, dtype, kernel } = at;
  const columns = product2(kernel) * (at.shape.channels / groups);
  const pad = builder.random.oneIn(2) ? 0 : builder.random.int(x.dtype === 'i7' ? -64 : 0, 63);
  const fields = { x: x.id, window, groups, pad, ...builder.weightRows(rows, columns, dtype) };
  return builder.push('conv', dtype, product2(window.out) * rows, fields);
}

function largest(builder: ToyBuilder, x: Tensor, at: Slide): Tensor {
  const window = windowOf(at);
  return builder.push('pool', x.dtype, product2(window.out) * at.shape.channels, { x: x.id, window });
}

function product(
  builder: ToyBuilder,
  { x, y, dims, shift, dtype }: { x: Tensor; y: Tensor; dims: readonly number[]; shift: number; dtype: DType },
): Tensor {
  const [m = 1, n = 1, d = 1] = dims;
  const rule = { mul: builder.random.int(1, 65_535), shift };
  return builder.push('matmul', dtype, (x.size / d / m) * m * n, { x: x.id, y: y.id, dims, ...rule, dtype });
}

function product2(values: readonly number[]): number {
  return values.reduce((all, value) => all * value, 1);
}

/** A tensor seen as a picture, with a window over it. */
function anySlide(builder: ToyBuilder, x: Tensor): Slide {
  const { random } = builder;
  const channels = random.pick(divisorsOf(x.size).filter((n) => n <= 24));
  const width = random.pick(divisorsOf(x.size / channels).filter((n) => n <= 65_535));
  const shape = { height: x.size / channels / width, width, channels };
  const axis = (size: number) => {
    const [kernel, dilation, padding] = [random.int(1, 3), random.int(1, 2), random.int(0, 1)];
    const fits = (kernel - 1) * dilation < size + 2 * padding && padding < kernel * dilation;
    return fits ? { kernel, dilation, padding } : { kernel: 1, dilation: 1, padding: 0 };
  };
  const [y, z] = [axis(shape.height), axis(shape.width)];
  return {
    shape,
    kernel: [y.kernel, z.kernel],
    stride: [random.int(1, 2), random.int(1, 2)],
    dilation: [y.dilation, z.dilation],
    padding: [y.padding, z.padding],
  };
}

function conv(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.activations();
  const at = anySlide(builder, x);
  const groups = random.pick(divisorsOf(at.shape.channels));
  const pixels = product2(windowOf(at).out);
  const rows = groups * random.int(1, 3);
  if (pixels * rows <= MOST) slide(builder, x, { ...at, groups, rows, dtype: random.pick(ROW_TYPES) });
}

function pool(builder: ToyBuilder): void {
  const x = builder.some(NARROW_TYPES);
  if (x === undefined) return;
  const at = anySlide(builder, x);
  // With a pixel of padding and two pixels between taps, some window may have none: then without padding.
  const isSure = at.padding.every((padding, i) => padding === 0 || at.dilation[i] === 1);
  const bare = { ...at, kernel: [1, 1], padding: [0, 0] };
  if (product2(windowOf(bare).out) * at.shape.channels <= MOST) largest(builder, x, isSure ? at : bare);
}

/** The other axis first, at times backwards. */
function move(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.some(ALL_TYPES);
  if (x === undefined) return;
  const columns = random.pick(divisorsOf(x.size));
  const rows = x.size / columns;
  const isBack = random.oneIn(2);
  const strides = isBack ? [-1, columns] : [1, columns];
  const rule = { dims: [columns, rows], strides, base: isBack ? columns - 1 : 0 };
  builder.push('move', x.dtype, x.size, { x: x.id, ...rule });
}

function concat(builder: ToyBuilder): void {
  const x = builder.some(ALL_TYPES);
  const y = x === undefined ? undefined : builder.some([x.dtype]);
  if (x === undefined || y === undefined || x.size + y.size > MOST) return;
  const blocks = builder.random.pick(divisorsOf(x.size).filter((n) => y.size % n === 0));
  const parts = [x.size / blocks, y.size / blocks];
  builder.push('concat', x.dtype, x.size + y.size, { x: x.id, y: y.id, parts });
}

function constant(builder: ToyBuilder): void {
  made(builder, builder.random.pick(ALL_TYPES), builder.random.int(1, 40));
}

function made(builder: ToyBuilder, dtype: DType, size: number): Tensor {
  const bytes = size * (dtype === 'i32' ? 4 : dtype === 'i16' ? 2 : 1);
  return builder.push('constant', dtype, size, { size, dtype, table: builder.region(bytes) });
}

function gather(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.some(['u8']);
  if (x === undefined) return;
  const idBytes = x.size % 2 === 0 ? random.int(1, 2) : 1;
  const [vocab, width] = [random.int(1, 300), random.int(1, 5)];
  const size = (x.size / idBytes) * width;
  if (size > MOST) return;
  const dtype = random.pick(['i7', 'i8', 'i16'] as const);
  const table = builder.region(vocab * width * (dtype === 'i16' ? 2 : 1));
  builder.push('gather', dtype, size, { x: x.id, idBytes, vocab, width, table, dtype });
}

function matmul(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.some(['i7', 'u7', 'i8']) ?? builder.activations();
  const depth = random.pick(divisorsOf(x.size));
  const rows = random.pick(divisorsOf(x.size / depth));
  const batches = x.size / depth / rows;
  const columns = random.int(1, 4);
  if (batches * columns * depth > MOST || batches * rows * columns > MOST) return;
  const y = builder.some(SEVEN_BITS, batches * columns * depth) ?? made(builder, 'i7', batches * columns * depth);
  const dtype = random.pick(ALL_TYPES);
  const shift = dtype === 'i32' ? random.int(1, 10) : dtype === 'i16' ? random.int(10, 16) : random.int(18, 24);
  product(builder, { x, y, dims: [rows, columns, depth], shift, dtype });
}

function multiply(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.some(NARROW_TYPES);
  const y = x === undefined ? undefined : builder.some(NARROW_TYPES, x.size);
  if (x === undefined || y === undefined) return;
  const dtype = random.pick(NARROW_TYPES);
  const rule = { mul: random.int(1, 65_535), shift: random.int(16, 28) };
  builder.push('multiply', dtype, x.size, { x: x.id, y: y.id, ...rule, dtype });
}

function requantise(builder: ToyBuilder): void {
  const { random } = builder;
  const x = builder.some(ALL_TYPES);
  if (x === undefined) return;
  const dtype = random.pick(ALL_TYPES);
  const rule = { mul: random.int(1, 65_535), shift: random.int(14, 22), offset: random.int(-100, 100) };
  builder.push('requantise', dtype, x.size, { x: x.id, ...rule, dtype });
}

function center(builder: ToyBuilder): void {
  const x = builder.some(['i16']);
  if (x !== undefined)
    builder.push('center', 'i16', x.size, { x: x.id, rows: builder.random.pick(divisorsOf(x.size)) });
}

/** Weights of rows, divided by their sums. */
function normalised(builder: ToyBuilder): void {
  const x = builder.some(['i8']);
  if (x === undefined) return;
  const { weights, sum } = builder.softmax(x);
  quotient(builder, weights, sum);
}

/** What attention's weights are divided by divides another tensor. */
function shared(builder: ToyBuilder): void {
  const sum = builder.of('sum');
  const x = builder.some(['i32', 'i8', 'u7']);
  if (sum !== undefined && x !== undefined && x.size % sum.size === 0) quotient(builder, x, sum);
}

function quotient(builder: ToyBuilder, x: Tensor, sum: Tensor): void {
  const { random } = builder;
  const rule = { mul: random.int(1, 600), shift: random.int(1, 10), dtype: random.pick(ROW_TYPES) };
  builder.push('divide', rule.dtype, x.size, { x: x.id, sum: sum.id, ...rule });
}
