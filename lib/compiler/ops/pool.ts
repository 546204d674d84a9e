import { isPixelwise, product, readsPadding, type Window } from '../ir/tensor.ts';
import type { Value } from '../ir/view.ts';
import { badShape, type Handlers, input, make, type NodeContext, unsupported } from './context.ts';
import { type Picture, pictureOf, pictureView, pixelsOf, type Span, spansOf, windowOf } from './conv.ts';
import { linesBy } from './elementwise.ts';

function outSize(window: Window, channels: number): { channels: number; height: number; width: number } {
  return { channels, height: window.outHeight, width: window.outWidth };
}

function kernelOf(context: NodeContext, picture: Picture): readonly number[] {
  if (context.node.opType.startsWith('Global')) {
    return picture.rank === 2 ? [picture.height, picture.width] : [picture.width];
  }
  return context.node.attributes.ints('kernel_shape') ?? badShape(context, 'it has no kernel_shape.');
}

function largest(context: NodeContext): Value {
  const picture = pictureOf(context, input(context, 0));
  if (context.node.attributes.int('storage_order', 0) !== 0) unsupported(context, 'storage_order 1.');
  const spans = spansOf(context, picture, kernelOf(context, picture));
  if (spans.some(isAllPadding)) badShape(context, 'one of its windows lies beyond the picture.');
  const window = windowOf(picture, spans);
  const x = pixelsOf(context, picture);
  const size = outSize(window, picture.channels);
  const tensor = isPixelwise(window) ? x : make(context, { kind: 'pool', x, window }, product(Object.values(size)));
  return { ...pictureView(picture, size), tensor };
}

function isAllPadding(span: Span): boolean {
  for (let p = 0; p < span.out; p++) if (tapsWithin(span, p, { low: 0, high: span.size }) < 1) return true;
  return false;
}

/** How many taps of window `p` lie within [low, high). Not counted one by one: both windows and taps may be many. */
function tapsWithin(
  { kernel, stride, dilation, before }: Span,
  p: number,
  { low, high }: { low: number; high: number },
): number {
  const start = p * stride - before;
  const first = Math.max(0, Math.ceil((low - start) / dilation));
  const end = Math.min(kernel, Math.ceil((high - start) / dilation));
  return Math.max(0, end - first);
}

/** A mean of each channel's window: one group for each channel. At the sides fewer pixels may count. */
function average(context: NodeContext): Value {
  const picture = pictureOf(context, input(context, 0));
  const { attributes } = context.node;
  const spans = spansOf(context, picture, kernelOf(context, picture));
  const window = windowOf(picture, spans);
  const taps = window.kernelHeight * window.kernelWidth;
  const { channels } = picture;
  const size = outSize(window, channels);
  context.builder.budget.take(channels * taps, context.node.where);
  const kind = {
    kind: 'conv',
    x: pixelsOf(context, picture),
    window,
    groups: channels,
    rows: channels,
    weights: new Float64Array(channels * taps).fill(1 / taps),
    bias: new Float64Array(channels),
    pad: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  } as const;
  const mean: Value = { ...pictureView(picture, size), tensor: make(context, kind, product(Object.values(size))) };
  if (!readsPadding(window)) return mean;
  const countsPads = attributes.int('count_include_pad', 0) !== 0;
  const counts = spans.map((span) => countsOf(span, countsPads));
  const [rows = [1], columns = [1]] = counts.length === 2 ? counts : [[1], ...counts];
  const factors = Float64Array.from(rows.flatMap((y) => columns.map((x) => taps / (y * x))));
  if (factors.every((factor) => factor === 1)) return mean;
  const dims = picture.rank === 2 ? [rows.length, columns.length] : [columns.length];
  return linesBy(context, mean, { dims, scale: factors, offset: new Float64Array(factors.length) });
}

/** How many taps of each window count. */
function countsOf(span: Span, countsPads: boolean): number[] {
  const { size, before, after, out } = span;
  const within = countsPads ? { low: -before, high: size + after } : { low: 0, high: size };
  return Array.from({ length: out }, (_, p) => Math.max(1, tapsWithin(span, p, within)));
}

/** Handlers of the pooling operators. */
export const POOLS: Handlers = {
  MaxPool: largest,
  GlobalMaxPool: largest,
  AveragePool: average,
  GlobalAveragePool: average,
};
