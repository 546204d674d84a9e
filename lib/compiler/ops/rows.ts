import { type Axis, product, type Tensor } from '../ir/tensor.ts';
import { dimsOf, inMemoryOrder, merged, type Value } from '../ir/view.ts';
import type { NodeContext } from './context.ts';

/** A value as rows: what some dimensions hold, once for each place in the others. */
export type Rows = {
  /** [rows][width]. */
  readonly tensor: Tensor;
  readonly rows: number;
  readonly width: number;
  /** The value's view of that tensor. */
  readonly view: Omit<Value, 'tensor'>;
  /** The axes of the value in the tensor's order. */
  readonly order: readonly Axis[];
};

/** Brings the dimensions `inner` together, one row after the other. Moves nothing where they lie so already. */
export function inRows(context: NodeContext, value: Value, inner: readonly number[]): Rows {
  const isInner = (axis: number): boolean => inner.includes(axis);
  const parts = (wanted: boolean): Axis[] => value.axes.flatMap((own, axis) => (isInner(axis) === wanted ? own : []));
  const width = product(dimsOf(value).filter((_, axis) => isInner(axis)));
  // In the order of memory if the rows are whole there, so that no element moves.
  const sorted = [...inMemoryOrder(parts(false)), ...inMemoryOrder(parts(true))];
  const [only, ...others] = merged(sorted);
  const isWhole =
    others.length === 0 && (only?.stride ?? 1) === 1 && value.base === 0 && (only?.size ?? 1) === value.tensor.size;
  const order = (isWhole ? sorted : [...parts(false), ...parts(true)]).filter(({ size }) => size !== 1);
  const tensor = context.builder.gathered(value, order, context.node.where);
  return { tensor, rows: tensor.size / width, width, order, view: placed(value, order) };
}

/** The value's dimensions over a tensor that holds its axes in this order, without gaps. */
export function placed(value: Value, order: readonly Axis[]): Omit<Value, 'tensor'> {
  let stride = 1;
  const places = new Map<Axis, Axis>();
  for (const axis of order.toReversed()) {
    places.set(axis, { size: axis.size, stride });
    stride *= axis.size;
  }
  const axes = value.axes.map((own) => own.map((axis) => places.get(axis) ?? { size: axis.size, stride: 0 }));
  return { type: value.type, base: 0, axes };
}
