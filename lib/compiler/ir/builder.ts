import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import { ONNX_LIMITS } from '../../onnx/limits.ts';
import type { ElementType } from '../../onnx/schema.ts';
import { elementsOf } from '../../onnx/tensor.ts';
import type { Budget } from '../budget.ts';
import type { MeanOf } from '../ops/patterns.ts';
import { evaluatorOf } from './evaluate.ts';
import { type Axis, product, sourcesOf, type Tensor, type TensorKind } from './tensor.ts';
import {
  constantData,
  dimsOf,
  expanded,
  flatAxes,
  inMemoryOrder,
  isPermutation,
  isWhole,
  merged,
  refined,
  rowByRow,
  type Value,
} from './view.ts';

const MOST_AXES = 6;

/** Makes tensors. What follows from constants alone is computed at once. */
export class Builder {
  readonly budget: Budget;
  /** The means that were taken, for patterns that need them. */
  readonly means = new Map<Tensor, MeanOf>();
  #tensors = 0;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** A tensor of `size` elements. Throws `onnx/limit`. */
  tensor(kind: TensorKind, { size, where }: { size: number; where: string }): Tensor {
    const tensor: Tensor = { ...kind, size, where, name: '', axes: [] };
    if (kind.kind === 'constant' || kind.kind === 'input') return tensor;
    if (++this.#tensors > 8 * ONNX_LIMITS.nodes) {
      throw new OnnxError('onnx/limit', `${where}: the model unfolds to more than ${8 * ONNX_LIMITS.nodes} tensors.`);
    }
    const sources = sourcesOf(tensor);
    if (kind.kind !== 'embed' && sources.every((source) => source.kind === 'constant')) {
      this.budget.take(size, where);
      this.budget.work(workOf(tensor), where);
      const data = evaluatorOf(tensor)(sources.map((source) => (source.kind === 'constant' ? source.data : [])));
      return { kind: 'constant', data, size, where, name: '', axes: [] };
    }
    if (size < 1 || size > LIMITS.tensor) {
      throw new OnnxError('onnx/limit', `${where}: a tensor of ${size} elements; 1 to ${LIMITS.tensor} are possible.`);
    }
    this.budget.take(keptBy(kind), where);
    return tensor;
  }

  /** A constant of this shape. Throws `onnx/limit` when the model makes too many numbers. */
  constant(data: Float64Array, dims: readonly number[], at: { where: string; type?: ElementType }): Value {
    elementsOf(dims, at.where);
    this.budget.take(data.length, at.where);
    const tensor = this.tensor({ kind: 'constant', data }, { size: data.length, where: at.where });
    return rowByRow(tensor, dims, at.type);
  }

  /** The value's elements in these axes' order, as a tensor of their own. Nothing is moved where they lie so already. */
  gathered(value: Value, axes: readonly Axis[], where: string): Tensor {
    const { tensor, base } = value;
    if (isWhole(axes, base, tensor)) return tensor;
    const order = merged(axes);
    const size = product(order.map((axis) => axis.size));
    if (size > LIMITS.tensor && tensor.kind !== 'constant') tooLarge(where, size);
    if (order.length > MOST_AXES) return this.#inTwo(value, order, where);
    if (order.length === 0) order.push({ size: 1, stride: 1 });
    return this.tensor({ kind: 'move', x: tensor, order, base }, { size, where });
  }

  /** More axes than one move has: the innermost are brought together first. */
  #inTwo(value: Value, order: readonly Axis[], where: string): Tensor {
    const outer = order.slice(0, order.length - MOST_AXES + 1);
    const inner = order.slice(order.length - MOST_AXES + 1);
    // First all outer axes in memory order as they are, then in the order that is wanted.
    const sorted = inMemoryOrder(outer);
    if (merged(sorted).length > 1 && sorted.length + inner.length > MOST_AXES) {
      throw new OnnxError('onnx/unsupported', `${where}: its elements are moved along more than ${MOST_AXES} axes.`);
    }
    const first = this.gathered(value, [...sorted, ...inner], where);
    let stride = product(inner.map(({ size }) => size));
    const places = new Map<Axis, Axis>();
    for (const axis of sorted.toReversed()) {
      places.set(axis, { size: axis.size, stride });
      stride *= axis.size;
    }
    const last: Axis = { size: product(inner.map(({ size }) => size)), stride: 1 };
    return this.gathered(
      { ...value, tensor: first, base: 0 },
      [...outer.map((axis) => places.get(axis) ?? axis), last],
      where,
    );
  }

  /** The value in its own order, row by row. */
  straight(value: Value, where: string): Value {
    const tensor = this.gathered(value, flatAxes(value), where);
    return rowByRow(tensor, dimsOf(value), value.type);
  }

  /** The value as every element of one tensor once: its own, or a copy in the order of memory. */
  owned(value: Value, where: string): Value {
    return isPermutation(value) ? value : this.straight(value, where);
  }

  /**
   * Two values of one shape, element for element: tensors of one order, and the view that both have. A dimension of one element
   * is repeated. Undefined where the shapes do not fit.
   */
  aligned(a: Value, b: Value, where: string): { x: Tensor; y: Tensor; view: Omit<Value, 'tensor'> } | undefined {
    const dims = broadcastDims(dimsOf(a), dimsOf(b));
    const [left, right] = dims === undefined ? [] : [expanded(a, dims), expanded(b, dims)];
    if (dims === undefined || left === undefined || right === undefined) return undefined;
    const isLeft = isPermutation(left) && (a.tensor.kind !== 'constant' || !isPermutation(right));
    const isRight = !isLeft && isPermutation(right);
    const first = isRight ? right : isLeft ? left : this.straight(left, where);
    const second = isRight ? left : right;
    const pieces = first.axes.map((own, i) => refined(own, second.axes[i] ?? []));
    const both = pieces.every((piece) => piece !== undefined) ? pieces : undefined;
    if (both === undefined) {
      const [p, q] = [this.straight(left, where), this.straight(right, where)];
      return { x: p.tensor, y: q.tensor, view: { type: a.type, base: 0, axes: p.axes } };
    }
    const axes = both.map(({ left: own }) => own);
    const pairs = both.flatMap(({ left: own, right: other }) =>
      own.map((axis, k) => ({ axis, other: other[k] ?? axis })),
    );
    const order = pairs.toSorted((p, q) => q.axis.stride - p.axis.stride).map(({ other }) => other);
    const moved = this.gathered(second, order, where);
    const [x, y] = isRight ? [moved, first.tensor] : [first.tensor, moved];
    return {
      x,
      y,
      view: { type: a.type, base: 0, axes: axes.map((own) => (own.length === 0 ? [{ size: 1, stride: 0 }] : own)) },
    };
  }

  /** A constant's elements in the value's order; undefined for what is computed. */
  known(value: Value | undefined): Float64Array | undefined {
    return value === undefined ? undefined : constantData(value);
  }
}

/** The shape of an element-wise operator's output; undefined where two do not fit. Spec: ONNX, "Broadcasting". */
export function broadcastDims(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const dims: number[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    dims.push(left === 1 ? right : left);
  }
  return dims;
}

/** Multiplications, about. */
export function workOf(tensor: Tensor): number {
  if (tensor.kind === 'conv') return (tensor.size * tensor.weights.length) / tensor.rows;
  if (tensor.kind === 'matmul') return tensor.size * tensor.dims[2];
  if (tensor.kind === 'scores') return (tensor.size / tensor.heads) * tensor.y.size;
  if (tensor.kind === 'mix') return (tensor.x.size / tensor.heads) * tensor.size;
  if (tensor.kind === 'pool') return tensor.size * tensor.window.kernelHeight * tensor.window.kernelWidth;
  return tensor.size;
}

/** Numbers that a tensor holds besides its values. */
function keptBy(kind: TensorKind): number {
  if (kind.kind === 'conv') return kind.weights.length + kind.bias.length;
  if (kind.kind === 'affine') return 2 * kind.scale.length;
  if (kind.kind === 'mask') return kind.data.length;
  if (kind.kind === 'embed') return kind.tokens.length + kind.positions.length;
  return 0;
}

function tooLarge(where: string, size: number): never {
  throw new OnnxError('onnx/limit', `${where}: a tensor of ${size} elements; at most ${LIMITS.tensor} are possible.`);
}
