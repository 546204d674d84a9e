import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import { type Axis, product, type Window } from '../ir/tensor.ts';
import { dimsOf, type Value } from '../ir/view.ts';
import {
  badShape,
  type Handlers,
  input,
  type Known,
  knownInput,
  make,
  type NodeContext,
  show,
  unsupported,
} from './context.ts';

const ONE: readonly Axis[] = [{ size: 1, stride: 0 }];

/** A value [1, channels, height, width] or [1, channels, width] as a picture: channels last. */
export type Picture = {
  readonly value: Value;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** 1 or 2: how many dimensions the windows of the operator have. */
  readonly rank: number;
};

/** Reads a value as a picture. Throws `onnx/unsupported` for other ranks or a batch. */
export function pictureOf(context: NodeContext, value: Value): Picture {
  const dims = dimsOf(value);
  const rank = dims.length - 2;
  if (rank !== 1 && rank !== 2) {
    unsupported(
      context,
      `its input has the shape ${show(dims)}; pictures [1, C, H, W] and lines [1, C, L] are possible.`,
    );
  }
  if (dims[0] !== 1) unsupported(context, `a batch of ${dims[0]}. Export the model for a batch of 1.`);
  const [, channels = 1, height = 1, width = 1] = rank === 2 ? dims : [1, dims[1] ?? 1, 1, dims[2] ?? 1];
  return { value, channels, height, width, rank };
}

/** The picture's elements, [height][width][channels]. */
export function pixelsOf(context: NodeContext, { value, rank }: Picture) {
  const [, channels = ONE, ...spatial] = value.axes;
  const [height = ONE, width = ONE] = rank === 2 ? spatial : [ONE, ...spatial];
  return context.builder.gathered(value, [...height, ...width, ...channels], context.node.where);
}

/** The view [1, channels, height, width] of a picture that lies channels last. */
export function pictureView(
  like: Picture,
  { channels, height, width }: { channels: number; height: number; width: number },
): Omit<Value, 'tensor'> {
  const rows = { size: height, stride: width * channels };
  const columns = { size: width, stride: channels };
  const spatial = like.rank === 2 ? [[rows], [columns]] : [[columns]];
  return { type: like.value.type, base: 0, axes: [ONE, [{ size: channels, stride: 1 }], ...spatial] };
}

/** A window operator's numbers along one dimension. */
export type Span = {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  before: number;
  after: number;
  out: number;
};

/** Kernel, strides, dilations and padding of each spatial dimension. Throws `onnx/shape`. */
export function spansOf(context: NodeContext, picture: Picture, kernel: readonly number[]): Span[] {
  const { attributes } = context.node;
  const { rank } = picture;
  const list = (name: string, otherwise: number, length = rank): readonly number[] => {
    const given = attributes.ints(name) ?? new Array<number>(length).fill(otherwise);
    const isGood =
      given.length === length && given.every((value) => Number.isInteger(value) && value >= 0 && value <= 65_535);
    return isGood ? given : badShape(context, `${name} ${show(given)} for ${rank} dimensions.`);
  };
  const [strides, dilations, pads] = [list('strides', 1), list('dilations', 1), list('pads', 0, 2 * rank)];
  if (kernel.length !== rank || kernel.some((size) => !(size >= 1 && size <= 65_535))) {
    badShape(context, `a kernel of ${show(kernel)} for ${rank} dimensions.`);
  }
  if ([...strides, ...dilations].some((value) => value < 1)) badShape(context, 'a stride or dilation of 0.');
  const automatic = attributes.text('auto_pad', 'NOTSET');
  const isCeiling = attributes.int('ceil_mode', 0) !== 0;
  const sizes = rank === 2 ? [picture.height, picture.width] : [picture.width];
  return sizes.map((size, i) => {
    const [stride, dilation, taps] = [strides[i] ?? 1, dilations[i] ?? 1, kernel[i] ?? 1];
    const reach = (taps - 1) * dilation + 1;
    let [before, after] = [pads[i] ?? 0, pads[i + rank] ?? 0];
    if (automatic === 'VALID') [before, after] = [0, 0];
    if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
      const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
      before = automatic === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      after = total - before;
    }
    const steps = (size + before + after - reach) / stride;
    let out = (isCeiling ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (isCeiling && (out - 1) * stride >= size + before) out -= 1; // a window that begins beyond the picture
    if (!(out >= 1)) badShape(context, `a kernel of ${show(kernel)} on ${show(sizes)}.`);
    return { size, kernel: taps, stride, dilation, before, after, out };
  });
}

/** The engine's window for these spans. */
export function windowOf({ channels }: Picture, spans: readonly Span[]): Window {
  const line: Span = { size: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, out: 1 };
  const [y = line, x = line] = spans.length === 2 ? spans : [line, ...spans];
  return {
    height: y.size,
    width: x.size,
    channels,
    kernelHeight: y.kernel,
    kernelWidth: x.kernel,
    strideY: y.stride,
    strideX: x.stride,
    dilationY: y.dilation,
    dilationX: x.dilation,
    padTop: y.before,
    padLeft: x.before,
    outHeight: y.out,
    outWidth: x.out,
  };
}

/** The value that a Pad surrounded with a constant, and how far, where only a picture's sides were padded. */
function unpadded(
  context: NodeContext,
  value: Value,
): { picture: Picture; before: number[]; after: number[]; pad: number } {
  const { padded } = value;
  if (padded !== undefined && [...padded.before, ...padded.after].every((size) => size >= 0)) {
    const isSides = [0, 1].every((axis) => (padded.before[axis] ?? 0) + (padded.after[axis] ?? 0) === 0);
    const isZero = padded.filling === 0 || !(context.node.attributes.ints('pads') ?? []).some((pad) => pad !== 0);
    if (isSides && isZero && context.node.attributes.text('auto_pad', 'NOTSET') === 'NOTSET') {
      const picture = pictureOf(context, padded.of);
      return { picture, before: padded.before.slice(2), after: padded.after.slice(2), pad: padded.filling };
    }
  }
  const picture = pictureOf(context, value);
  const none = new Array<number>(picture.rank).fill(0);
  return { picture, before: none, after: none, pad: 0 };
}

function weightsOf(context: NodeContext, rank: number): Known {
  const weights = knownInput(context, 1) ?? badShape(context, 'it has no weights.');
  if (weights.dims.length !== rank + 2) badShape(context, `weights of shape ${show(weights.dims)}.`);
  return weights;
}

function biasOf(context: NodeContext, rows: number): Float64Array {
  const bias = knownInput(context, 2)?.data ?? new Float64Array(rows);
  return bias.length === rows ? bias : badShape(context, `${bias.length} biases for ${rows} channels.`);
}

function checkRow(context: NodeContext, columns: number): void {
  if (columns <= LIMITS.columns) return;
  throw new OnnxError(
    'onnx/limit',
    `${context.node.where}: ${columns} weights for one element; at most ${LIMITS.columns}.`,
  );
}

function conv(context: NodeContext): Value {
  const { picture, before, after, pad } = unpadded(context, input(context, 0));
  const { attributes } = context.node;
  const { dims, data } = weightsOf(context, picture.rank);
  const groups = attributes.int('group', 1);
  const [rows = 1, perGroup = 1, ...kernel] = dims;
  if (!(groups >= 1) || perGroup * groups !== picture.channels || rows % groups !== 0 || rows < 1) {
    badShape(context, `weights ${show(dims)} in ${groups} groups for ${picture.channels} channels.`);
  }
  const grown = (size: number, i: number): number => size + (before[i] ?? 0) + (after[i] ?? 0);
  const sized = {
    ...picture,
    ...(picture.rank === 2
      ? { height: grown(picture.height, 0), width: grown(picture.width, 1) }
      : { width: grown(picture.width, 0) }),
  };
  const spans = spansOf(context, sized, kernel).map((span, i) => ({
    ...span,
    size: span.size - (before[i] ?? 0) - (after[i] ?? 0),
    before: span.before + (before[i] ?? 0),
  }));
  const taps = product(kernel);
  checkRow(context, taps * perGroup);
  context.builder.budget.take(data.length, context.node.where);
  const weights = new Float64Array(data.length);
  for (let n = 0, to = 0; n < rows; n++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < perGroup; c++, to++) weights[to] = data[(n * perGroup + c) * taps + tap] ?? 0;
    }
  }
  const window = windowOf(picture, spans);
  const x = pixelsOf(context, picture);
  const bias = biasOf(context, rows);
  const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const size = { channels: rows, height: window.outHeight, width: window.outWidth };
  const tensor = make(
    context,
    { kind: 'conv', x, window, groups, rows, weights, bias, pad, ...open },
    rows * window.outHeight * window.outWidth,
  );
  return { ...pictureView(picture, size), tensor };
}

/**
 * A transposed convolution is one with a channel for each place within a stride, whose pixels are then laid out side by side:
 * output pixel s · q + r reads x[q − t] with weight number r + begin + s · t.
 */
function convTranspose(context: NodeContext): Value {
  const picture = pictureOf(context, input(context, 0));
  const { attributes, where } = context.node;
  const { rank } = picture;
  const { dims, data } = weightsOf(context, rank);
  const groups = attributes.int('group', 1);
  const [channels = 1, each = 1, ...kernel] = dims;
  if (channels !== picture.channels || !(groups >= 1) || channels % groups !== 0 || each < 1) {
    badShape(context, `weights ${show(dims)} in ${groups} groups for ${picture.channels} channels.`);
  }
  const spans = transposedSpans(context, picture, kernel);
  const line = { size: 1, stride: 1, first: 0, taps: 1, out: 1, blocks: 1, kernel: 1, begin: 0, dilation: 1 };
  const [y = line, x = line] = rank === 2 ? spans : [line, ...spans];
  const perGroup = channels / groups;
  const phases = y.stride * x.stride;
  const rows = groups * phases * each;
  const taps = y.taps * x.taps;
  checkRow(context, taps * perGroup);
  context.builder.budget.take(rows * taps * perGroup, where);
  const weights = new Float64Array(rows * taps * perGroup);
  const bias = new Float64Array(rows);
  const given = biasOf(context, groups * each);
  const kernelOf = (span: typeof line, phase: number, tap: number): number => {
    const at = phase + span.begin + span.stride * (span.first - tap);
    const k = at / span.dilation;
    return Number.isInteger(k) && k >= 0 && k < span.kernel ? k : -1;
  };
  let to = 0;
  for (let n = 0; n < rows; n++) {
    const [group, phase, o] = [Math.floor(n / (phases * each)), Math.floor(n / each) % phases, n % each];
    bias[n] = given[group * each + o] ?? 0;
    for (let a = 0; a < y.taps; a++) {
      const ky = kernelOf(y, Math.floor(phase / x.stride), a);
      for (let b = 0; b < x.taps; b++) {
        const kx = kernelOf(x, phase % x.stride, b);
        for (let c = 0; c < perGroup; c++, to++) {
          if (ky < 0 || kx < 0) continue;
          weights[to] = data[(((group * perGroup + c) * each + o) * y.kernel + ky) * x.kernel + kx] ?? 0;
        }
      }
    }
  }
  const window: Window = {
    height: picture.height,
    width: picture.width,
    channels,
    kernelHeight: y.taps,
    kernelWidth: x.taps,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: y.first,
    padLeft: x.first,
    outHeight: y.blocks,
    outWidth: x.blocks,
  };
  const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const kind = {
    kind: 'conv',
    x: pixelsOf(context, picture),
    window,
    groups,
    rows,
    weights,
    bias,
    pad: 0,
    ...open,
  } as const;
  const tensor = make(context, kind, rows * y.blocks * x.blocks);
  // [block y][block x][group][phase y][phase x][channel] as [group · channel, y, x]
  const blockX = rows;
  const blockY = x.blocks * rows;
  const vertical = [
    { size: y.blocks, stride: blockY },
    { size: y.stride, stride: x.stride * each },
  ];
  const horizontal = [
    { size: x.blocks, stride: blockX },
    { size: x.stride, stride: each },
  ];
  const outChannels = [
    { size: groups, stride: phases * each },
    { size: each, stride: 1 },
  ];
  const full: Value = {
    tensor,
    type: picture.value.type,
    base: 0,
    axes: [ONE, outChannels, ...(rank === 2 ? [vertical] : []), horizontal],
  };
  const isCropped = y.blocks * y.stride !== y.out || x.blocks * x.stride !== x.out;
  if (!isCropped) return full;
  const size = { channels: groups * each, height: y.blocks * y.stride, width: x.blocks * x.stride };
  const moved = context.builder.gathered(full, [...(rank === 2 ? vertical : []), ...horizontal, ...outChannels], where);
  const view = pictureView(picture, size);
  const crop = (axes: readonly Axis[], count: number): Axis[] => axes.map(({ stride }) => ({ size: count, stride }));
  const axes = view.axes.map((own, i) => (i < 2 ? own : crop(own, rank === 2 && i === 2 ? y.out : x.out)));
  return { ...view, axes, tensor: moved };
}

function transposedSpans(context: NodeContext, picture: Picture, kernel: readonly number[]) {
  const { attributes } = context.node;
  const spans = spansOf(context, { ...picture, height: 65_536, width: 65_536 }, kernel);
  const sizes = picture.rank === 2 ? [picture.height, picture.width] : [picture.width];
  const more = attributes.ints('output_padding') ?? [];
  const wanted = attributes.ints('output_shape');
  const automatic = attributes.text('auto_pad', 'NOTSET');
  const pads = attributes.ints('pads') ?? [];
  return spans.map(({ kernel: taps, stride, dilation }, i) => {
    const size = sizes[i] ?? 1;
    const added = more[i] ?? 0;
    const full = stride * (size - 1) + added + (taps - 1) * dilation + 1;
    let [begin, end] = [pads[i] ?? 0, pads[i + picture.rank] ?? 0];
    const target = wanted?.at(i - picture.rank) ?? (automatic.startsWith('SAME') ? size * stride : undefined);
    if (target !== undefined) {
      const total = Math.max(0, full - target);
      begin = automatic === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      if (wanted !== undefined && automatic === 'NOTSET') begin = Math.floor(total / 2);
      end = total - begin;
    }
    const out = target ?? full - begin - end;
    if (!(out >= 1 && out <= 65_535) || begin < 0 || added < 0) badShape(context, `an output of ${out} pixels.`);
    // t runs from `last` to `first`; tap a reads x[q − first + a].
    const first = Math.max(0, Math.floor(((taps - 1) * dilation - begin) / stride));
    const last = Math.min(0, Math.ceil((1 - stride - begin) / stride));
    const count = first - last + 1;
    return { size, stride, first, taps: count, out, blocks: Math.ceil(out / stride), kernel: taps, begin, dilation };
  });
}

/** Handlers of the convolutions. */
export const CONVOLUTIONS: Handlers = { Conv: conv, ConvTranspose: convTranspose };
