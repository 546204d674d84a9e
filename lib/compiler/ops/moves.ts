import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { Tensor } from '../ir/tensor.ts';
import { product } from '../ir/tensor.ts';
import {
  constantData,
  dimsOf,
  expanded,
  isPermutation,
  merged,
  rowByRow,
  sliced,
  transposed,
  type Value,
} from '../ir/view.ts';
import {
  axesOf,
  axisOf,
  badShape,
  constant,
  type Handlers,
  input,
  knownInput,
  make,
  type NodeContext,
  show,
  unsupported,
} from './context.ts';
import { withShape } from './shapes.ts';

/** Pieces that one Gather or Resize may be put together from. */
const MOST_PIECES = 64;

/** `count` elements along one dimension from `start` on, `step` apart. */
export function part(
  context: NodeContext,
  x: Value,
  at: { axis: number; start: number; step: number; count: number },
): Value {
  const view = sliced(x, at);
  if (view !== undefined) return view;
  return sliced(context.builder.straight(x, context.node.where), at) ?? badShape(context, 'its part is none.');
}

function slice(context: NodeContext): Value {
  const { attributes } = context.node;
  let x = input(context, 0);
  const rank = x.axes.length;
  const list = (place: number, name: string): number[] | undefined => {
    const given = knownInput(context, place)?.data ?? attributes.ints(name);
    return given === undefined ? undefined : Array.from(given);
  };
  const starts = list(1, 'starts') ?? badShape(context, 'it has no starts.');
  const ends = list(2, 'ends') ?? badShape(context, 'it has no ends.');
  const axes = axesOf(context, 3, rank) ?? starts.map((_, i) => axisOf(context, i, rank));
  const steps = list(4, 'steps') ?? starts.map(() => 1);
  if (axes.length !== starts.length || ends.length !== starts.length || steps.length !== starts.length) {
    badShape(context, 'its starts, ends, axes and steps are not of one length.');
  }
  axes.forEach((axis, i) => {
    const size = dimsOf(x)[axis] ?? 1;
    const step = steps[i] ?? 1;
    if (!Number.isSafeInteger(step) || step === 0) badShape(context, `a step of ${step}.`);
    const clamp = (at: number, low: number, high: number): number =>
      Math.min(high, Math.max(low, at < 0 ? at + size : at));
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const start = clamp(starts[i] ?? 0, Math.max(0, low), high);
    const given = ends[i] ?? 0;
    const end = step < 0 && given < -size ? -1 : clamp(given, low, high);
    const count = Math.max(0, Math.ceil((end - start) / step));
    if (count === 0 && constantData(x) === undefined) badShape(context, `nothing is left of dimension ${axis}.`);
    x = part(context, x, { axis, start, step, count });
  });
  return x;
}

function split(context: NodeContext): Value[] {
  const { attributes, outputs } = context.node;
  const x = input(context, 0);
  const axis = axisOf(context, attributes.int('axis', 0), x.axes.length);
  const size = dimsOf(x)[axis] ?? 1;
  const each = Math.ceil(size / outputs.length);
  const given = knownInput(context, 1)?.data ?? attributes.ints('split');
  const sizes = given === undefined ? outputs.map((_, i) => Math.min(each, size - i * each)) : Array.from(given);
  const isGood = sizes.length === outputs.length && sizes.every((count) => Number.isInteger(count) && count >= 1);
  if (!isGood || sizes.reduce((sum, count) => sum + count, 0) !== size) {
    badShape(context, `parts of ${show(sizes)} of ${size} elements.`);
  }
  let start = 0;
  return sizes.map((count) => {
    const one = part(context, x, { axis, start, step: 1, count });
    start += count;
    return one;
  });
}

/** Values side by side along a dimension. */
export function joined(context: NodeContext, values: readonly Value[], axis: number): Value {
  const { builder, node } = context;
  const [first, ...others] = values;
  if (first === undefined) return badShape(context, 'it joins nothing.');
  const dims = dimsOf(first);
  const isFitting = (value: Value): boolean => {
    const own = dimsOf(value);
    return own.length === dims.length && own.every((dim, i) => i === axis || dim === dims[i]);
  };
  if (!values.every(isFitting))
    badShape(
      context,
      `shapes ${values
        .slice(0, 4)
        .map((value) => show(dimsOf(value)))
        .join(', ')} do not fit.`,
    );
  if (others.length === 0) return first;
  // All in the order of memory of the first that is computed and whole, so that few are moved.
  const leader = values.find((value) => value.tensor.kind !== 'constant' && isPermutation(value)) ?? first;
  const order = leader.axes.map((own, i) => ({ i, stride: merged(own)[0]?.stride ?? 0, pieces: merged(own).length }));
  const isSimple = order.every(({ pieces }) => pieces <= 1);
  const sorted = isSimple ? order.toSorted((a, b) => b.stride - a.stride || a.i - b.i) : order;
  const places = sorted.map(({ i }) => i);
  const inner = product(places.slice(places.indexOf(axis) + 1).map((i) => dims[i] ?? 1));
  const parts = values.map((value) => {
    const turned = transposed(value, places);
    const tensor = builder.gathered(turned, merged(turned.axes.flat()), node.where);
    return { tensor, block: (dimsOf(value)[axis] ?? 1) * inner };
  });
  const whole = parts.reduce((left, right) => ({
    tensor: pairOf(context, left, right),
    block: left.block + right.block,
  }));
  const length = values.reduce((sum, value) => sum + (dimsOf(value)[axis] ?? 1), 0);
  const full = rowByRow(
    whole.tensor,
    places.map((i) => (i === axis ? length : (dims[i] ?? 1))),
    first.type,
  );
  return transposed(
    full,
    dims.map((_, i) => places.indexOf(i)),
  );
}

type Block = { tensor: Tensor; block: number };

function pairOf(context: NodeContext, left: Block, right: Block): Tensor {
  if (left.tensor.size === 0) return right.tensor;
  if (right.tensor.size === 0) return left.tensor;
  const kind = { kind: 'concat', x: left.tensor, y: right.tensor, parts: [left.block, right.block] } as const;
  return make(context, kind, left.tensor.size + right.tensor.size);
}

function concat(context: NodeContext): Value {
  const values = context.inputs.filter((value) => value !== undefined);
  const rank = values[0]?.axes.length ?? 0;
  const axis = axisOf(context, context.node.attributes.int('axis', context.opset < 4 ? 1 : 0), rank);
  if (rank === 0) badShape(context, 'it joins numbers, which have no dimensions.');
  return joined(context, values, axis);
}

function pad(context: NodeContext): Value {
  const { attributes } = context.node;
  const x = input(context, 0);
  const dims = dimsOf(x);
  const given = Array.from(
    knownInput(context, 1)?.data ??
      attributes.ints('pads') ??
      attributes.ints('paddings') ??
      badShape(context, 'it has no pads.'),
  );
  const axes = axesOf(context, 3, dims.length) ?? dims.map((_, axis) => axis);
  if (
    given.length !== 2 * axes.length ||
    given.some((size) => !Number.isSafeInteger(size) || Math.abs(size) > 65_535)
  ) {
    badShape(context, `pads ${show(given)} for ${axes.length} dimensions.`);
  }
  const [before, after] = [dims.map(() => 0), dims.map(() => 0)];
  axes.forEach((axis, i) => {
    before[axis] = given[i] ?? 0;
    after[axis] = given[i + axes.length] ?? 0;
  });
  const mode = attributes.text('mode', 'constant');
  const filling = knownInput(context, 2)?.data[0] ?? attributes.float('value', 0);
  let y = x;
  dims.forEach((_, axis) => {
    y = padAxis(context, y, { axis, before: before[axis] ?? 0, after: after[axis] ?? 0, mode, filling });
  });
  return mode === 'constant' ? { ...y, padded: { of: x, before, after, filling } } : y;
}

type Sides = { axis: number; before: number; after: number; mode: string; filling: number };

function padAxis(context: NodeContext, x: Value, { axis, before, after, mode, filling }: Sides): Value {
  const size = dimsOf(x)[axis] ?? 1;
  if (before < 0 || after < 0) {
    const [start, end] = [Math.max(0, -before), Math.max(0, -after)];
    if (start + end >= size) badShape(context, `nothing is left of dimension ${axis}.`);
    const rest = part(context, x, { axis, start, step: 1, count: size - start - end });
    return padAxis(context, rest, { axis, before: Math.max(0, before), after: Math.max(0, after), mode, filling });
  }
  if (before === 0 && after === 0) return x;
  const side = (count: number, isFirst: boolean): Value[] => {
    if (count === 0) return [];
    const dims = dimsOf(x).map((dim, i) => (i === axis ? count : dim));
    if (product(dims) > LIMITS.tensor) {
      throw new OnnxError('onnx/limit', `${context.node.where}: ${product(dims)} elements beside a tensor.`);
    }
    if (mode === 'constant') {
      const one = constant(context, [], { data: Float64Array.of(filling), type: x.type });
      return [expanded(one, dims) ?? x];
    }
    if (mode === 'edge') {
      const last = part(context, x, { axis, start: isFirst ? 0 : size - 1, step: 1, count: 1 });
      return [expanded(last, dims) ?? x];
    }
    if (mode === 'reflect') {
      if (count >= size) badShape(context, `${count} elements are reflected in ${size}.`);
      const start = isFirst ? count : size - 2;
      return [part(context, x, { axis, start, step: -1, count })];
    }
    return unsupported(context, `mode ${mode}; constant, edge and reflect are possible.`);
  };
  return joined(context, [...side(before, true), x, ...side(after, false)], axis);
}

/** Elements of a dimension by number: runs of equal steps become parts. */
export function picked(
  context: NodeContext,
  x: Value,
  { axis, indices }: { axis: number; indices: readonly number[] },
): Value {
  const parts: Value[] = [];
  for (let from = 0; from < indices.length; ) {
    const first = indices[from] ?? 0;
    const step = from + 1 < indices.length ? (indices[from + 1] ?? 0) - first : 1;
    let count = 1;
    while (from + count < indices.length && indices[from + count] === first + count * step) count++;
    if (step === 0) {
      const one = part(context, x, { axis, start: first, step: 1, count: 1 });
      parts.push(
        expanded(
          one,
          dimsOf(x).map((dim, i) => (i === axis ? count : dim)),
        ) ?? one,
      );
    } else parts.push(part(context, x, { axis, start: first, step, count }));
    if (parts.length > MOST_PIECES) unsupported(context, `it picks elements in more than ${MOST_PIECES} pieces.`);
    from += count;
  }
  return joined(context, parts, axis);
}

function resize(context: NodeContext): Value {
  const { attributes, opType } = context.node;
  const x = input(context, 0);
  const dims = dimsOf(x);
  const mode = attributes.text('mode', 'nearest');
  if (mode !== 'nearest')
    return unsupported(context, `mode ${mode}; only nearest is possible. Export the model with it.`);
  const places = opType === 'Upsample' || context.opset < 11 ? { scales: 1, sizes: 9 } : { scales: 2, sizes: 3 };
  const given = knownInput(context, places.scales)?.data;
  const axes =
    attributes.ints('axes')?.map((axis) => axisOf(context, axis, dims.length)) ?? dims.map((_, axis) => axis);
  if (new Set(axes).size !== axes.length) badShape(context, `the axes ${show(axes)} repeat.`);
  const scales = given === undefined || given.length === 0 ? attributes.floats('scales') : Array.from(given);
  const sizes =
    scales === undefined
      ? Array.from(knownInput(context, places.sizes)?.data ?? [])
      : scales.map((scale, i) => Math.floor((dims[axes[i] ?? 0] ?? 1) * scale));
  if (sizes.length !== axes.length || sizes.some((size) => !Number.isSafeInteger(size) || size < 1 || size > 65_535)) {
    badShape(context, `the sizes ${show(sizes)} for ${show(dims)}.`);
  }
  let y = x;
  axes.forEach((axis, i) => {
    const [size, wanted] = [dims[axis] ?? 1, sizes[i] ?? 1];
    if (size === wanted) return;
    const indices = Array.from({ length: wanted }, (_, j) =>
      indexOf(context, { j, size, wanted, scale: scales?.[i] ?? wanted / size }),
    );
    const factor = wanted / size;
    const isRepeated = Number.isInteger(factor) && indices.every((index, j) => index === Math.floor(j / factor));
    if (!isRepeated) y = picked(context, y, { axis, indices });
    else {
      const { padded, ...rest } = y;
      y = { ...rest, axes: y.axes.map((own, k) => (k === axis ? [...own, { size: factor, stride: 0 }] : own)) };
    }
  });
  return y;
}

/** The element that output number j takes. Spec: ONNX, "Resize". */
function indexOf(
  context: NodeContext,
  { j, size, wanted, scale }: { j: number; size: number; wanted: number; scale: number },
): number {
  const { attributes, opType } = context.node;
  const isOld = opType === 'Upsample' || context.opset < 11;
  const transform = isOld ? 'asymmetric' : attributes.text('coordinate_transformation_mode', 'half_pixel');
  const rounding = isOld ? 'floor' : attributes.text('nearest_mode', 'round_prefer_floor');
  const at = coordinate(transform, { j, size, wanted, scale });
  if (at === undefined) return unsupported(context, `coordinate_transformation_mode ${transform}.`);
  const rounded =
    rounding === 'floor'
      ? Math.floor(at)
      : rounding === 'ceil'
        ? Math.ceil(at)
        : rounding === 'round_prefer_ceil'
          ? Math.floor(at + 0.5)
          : Math.ceil(at - 0.5);
  return Math.min(size - 1, Math.max(0, rounded));
}

function coordinate(
  transform: string,
  { j, size, wanted, scale }: { j: number; size: number; wanted: number; scale: number },
): number | undefined {
  switch (transform) {
    case 'half_pixel':
    case 'half_pixel_symmetric':
      return (j + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return wanted > 1 ? (j + 0.5) / scale - 0.5 : 0;
    case 'asymmetric':
      return j / scale;
    case 'align_corners':
      return wanted > 1 ? (j * (size - 1)) / (wanted - 1) : 0;
    default:
      return undefined;
  }
}

/** [1, C, H, W] with the dimensions cut, reordered and joined, as DepthToSpace and SpaceToDepth do. */
function blocks(context: NodeContext): Value {
  const { attributes, opType } = context.node;
  const x = input(context, 0);
  const [n = 1, c = 1, h = 1, w = 1, ...more] = dimsOf(x);
  const b = attributes.int('blocksize', 0);
  if (x.axes.length !== 4 || more.length > 0 || !(b >= 1 && b <= 4096))
    badShape(context, `blocks of ${b} in ${show(dimsOf(x))}.`);
  if (opType === 'SpaceToDepth') {
    if (h % b !== 0 || w % b !== 0) badShape(context, `blocks of ${b} in ${show(dimsOf(x))}.`);
    const cut = withShape(context, x, [n, c, h / b, b, w / b, b]);
    return withShape(context, transposed(cut, [0, 3, 5, 1, 2, 4]), [n, c * b * b, h / b, w / b]);
  }
  if (c % (b * b) !== 0) badShape(context, `blocks of ${b} in ${show(dimsOf(x))}.`);
  const isColumns = attributes.text('mode', 'DCR') === 'CRD';
  const cut = withShape(context, x, isColumns ? [n, c / (b * b), b, b, h, w] : [n, b, b, c / (b * b), h, w]);
  const order = isColumns ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
  return withShape(context, transposed(cut, order), [n, c / (b * b), h * b, w * b]);
}

/** Handlers of the operators that lay elements out anew. */
export const MOVES: Handlers = {
  Slice: slice,
  Split: split,
  Concat: concat,
  Pad: pad,
  Resize: resize,
  Upsample: resize,
  DepthToSpace: blocks,
  SpaceToDepth: blocks,
};
