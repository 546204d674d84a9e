import type { ElementType } from '../../onnx/schema.ts';
import { placesOf } from './evaluate.ts';
import { type Axis, product, type Tensor } from './tensor.ts';

/**
 * A tensor of the model as ONNX sees it: a shape over a tensor's elements. A dimension is one or more axes, the outer first, so that
 * Transpose, Slice, Expand and Reshape move nothing. An axis that repeats has stride 0.
 */
export type Value = {
  readonly tensor: Tensor;
  readonly type: ElementType;
  readonly base: number;
  readonly axes: readonly (readonly Axis[])[];
  /** Set where the value is another one with constant elements around it. */
  readonly padded?: Padded;
};

/** What a Pad did: `before` and `after` elements on each dimension. */
export type Padded = {
  readonly of: Value;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly filling: number;
};

const sizeOf = (axes: readonly Axis[]): number => product(axes.map(({ size }) => size));

/** The shape. */
export function dimsOf({ axes }: Value): number[] {
  return axes.map(sizeOf);
}

/** A tensor's elements, row by row in a shape that they fill. */
export function rowByRow(tensor: Tensor, dims: readonly number[], type: ElementType = 'float32'): Value {
  let stride = product(dims);
  const axes = dims.map((size) => {
    stride = size === 0 ? 0 : stride / size;
    return [{ size, stride }];
  });
  return { tensor, type, base: 0, axes };
}

/** Neighbours that are one axis joined, and axes of one element left out. */
export function merged(axes: readonly Axis[]): Axis[] {
  const out: Axis[] = [];
  for (const axis of axes) {
    const last = out.at(-1);
    if (axis.size === 1) continue;
    if (last !== undefined && last.stride === axis.size * axis.stride) {
      out[out.length - 1] = { size: last.size * axis.size, stride: axis.stride };
    } else out.push(axis);
  }
  return out;
}

/** All axes, outermost first. */
export function flatAxes(value: Value): Axis[] {
  return merged(value.axes.flat());
}

/** True where these axes are the tensor's elements in their own order. */
export function isWhole(axes: readonly Axis[], base: number, tensor: Tensor): boolean {
  if (base !== 0 || sizeOf(axes) !== tensor.size) return false;
  const [only, ...others] = merged(axes);
  return others.length === 0 && (only === undefined || only.stride === 1);
}

/** True where the value has every element of its tensor once, in some order. */
export function isPermutation(value: Value): boolean {
  return isWhole(inMemoryOrder(value.axes.flat()), value.base, value.tensor);
}

/** Axes by stride, the largest first. */
export function inMemoryOrder(axes: readonly Axis[]): Axis[] {
  return axes.filter(({ size }) => size !== 1).toSorted((a, b) => Math.abs(b.stride) - Math.abs(a.stride));
}

/** The same elements with another shape; undefined where no view can say it. */
export function reshaped(value: Value, dims: readonly number[]): Value | undefined {
  const { padded, ...rest } = value;
  if (dims.includes(0)) return rowByRow(value.tensor, dims, value.type);
  const queue = flatAxes(value);
  const axes: Axis[][] = [];
  for (const dim of dims) {
    const own: Axis[] = [];
    let missing = dim;
    while (missing > 1) {
      const next = queue.shift();
      if (next === undefined) return undefined;
      if (missing % next.size === 0) {
        own.push(next);
        missing /= next.size;
      } else if (next.size % missing === 0) {
        const inner = next.size / missing;
        own.push({ size: missing, stride: next.stride * inner });
        queue.unshift({ size: inner, stride: next.stride });
        missing = 1;
      } else return undefined;
    }
    axes.push(own.length === 0 ? [{ size: 1, stride: 0 }] : own);
  }
  return { ...rest, axes };
}

/** Dimensions in another order. */
export function transposed(value: Value, order: readonly number[]): Value {
  const { padded, ...rest } = value;
  return { ...rest, axes: order.map((from) => value.axes[from] ?? []) };
}

/** `count` elements of a dimension from `start` on, `step` apart; undefined where the dimension is several axes. */
export function sliced(
  value: Value,
  at: { axis: number; start: number; step: number; count: number },
): Value | undefined {
  const { padded, ...rest } = value;
  const own = merged(value.axes[at.axis] ?? []);
  const [only = { size: 1, stride: 0 }, ...others] = own;
  if (at.start === 0 && at.step === 1 && at.count === sizeOf(own)) return value;
  const axes = [...value.axes];
  if (others.length === 0) {
    axes[at.axis] = [{ size: at.count, stride: only.stride * at.step }];
    return { ...rest, base: value.base + at.start * only.stride, axes };
  }
  // Whole blocks of the inner axes.
  const inner = sizeOf(others);
  if (at.step !== 1 || at.start % inner !== 0 || at.count % inner !== 0) return undefined;
  axes[at.axis] = [{ size: at.count / inner, stride: only.stride }, ...others];
  return { ...rest, base: value.base + (at.start / inner) * only.stride, axes };
}

/** Repeated to fill a shape, by the rules of broadcasting; undefined where it does not fit. */
export function expanded(value: Value, dims: readonly number[]): Value | undefined {
  const { padded, ...rest } = value;
  const more = dims.length - value.axes.length;
  if (more < 0) return undefined;
  const axes: (readonly Axis[])[] = [];
  for (const [i, dim] of dims.entries()) {
    const own = i < more ? [] : (value.axes[i - more] ?? []);
    const size = sizeOf(own);
    if (size === dim) axes.push(own.length === 0 ? [{ size: 1, stride: 0 }] : own);
    else if (size === 1) axes.push([{ size: dim, stride: 0 }]);
    else return undefined;
  }
  return { ...rest, axes };
}

/** The elements of a constant in the value's order. */
export function constantData(value: Value): Float64Array | undefined {
  const { tensor } = value;
  if (tensor.kind !== 'constant') return undefined;
  const { data } = tensor;
  const axes = value.axes.flat();
  if (axes.some(({ size }) => size === 0)) return new Float64Array();
  if (isWhole(axes, value.base, tensor)) return data;
  const places = placesOf(merged(axes), value.base);
  const out = new Float64Array(places.length);
  for (let j = 0; j < out.length; j++) out[j] = data[places[j] ?? 0] ?? 0;
  return out;
}

/** Two lists of axes for the same dimension cut into pieces of equal sizes; undefined where they cannot be. */
export function refined(left: readonly Axis[], right: readonly Axis[]): { left: Axis[]; right: Axis[] } | undefined {
  const [a, b] = [left.filter(({ size }) => size !== 1), right.filter(({ size }) => size !== 1)];
  const out: { left: Axis[]; right: Axis[] } = { left: [], right: [] };
  for (let [x, y] = [a.shift(), b.shift()]; x !== undefined && y !== undefined; ) {
    const size = Math.min(x.size, y.size);
    if (x.size % size !== 0 || y.size % size !== 0) return undefined;
    out.left.push({ size, stride: (x.stride * x.size) / size });
    out.right.push({ size, stride: (y.stride * y.size) / size });
    x = x.size === size ? a.shift() : { size: x.size / size, stride: x.stride };
    y = y.size === size ? b.shift() : { size: y.size / size, stride: y.stride };
  }
  return out;
}
