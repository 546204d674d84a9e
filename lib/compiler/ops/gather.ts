import { product } from '../ir/tensor.ts';
import { constantData, dimsOf, flatAxes, rowByRow, transposed, type Value } from '../ir/view.ts';
import { axisOf, badShape, type Handlers, input, make, type NodeContext, unsupported } from './context.ts';
import { picked } from './moves.ts';
import { withShape } from './shapes.ts';

function gather(context: NodeContext): Value {
  const [x, index] = [input(context, 0), input(context, 1)];
  const axis = axisOf(context, context.node.attributes.int('axis', 0), x.axes.length);
  const known = constantData(index);
  return known === undefined ? byNumber(context, { x, index, axis }) : atPlaces(context, { x, index, axis, known });
}

/** Places that the model fixes: parts of the data. */
function atPlaces(context: NodeContext, at: { x: Value; index: Value; axis: number; known: Float64Array }): Value {
  const { x, index, axis, known } = at;
  const dims = dimsOf(x);
  const size = dims[axis] ?? 1;
  context.builder.budget.take(known.length, context.node.where);
  const indices = Array.from(known, (place) => (place < 0 ? place + size : place));
  const bad = indices.find((place) => !(Number.isInteger(place) && place >= 0 && place < size));
  if (bad !== undefined) badShape(context, `index ${bad} of ${size}.`);
  if (indices.length === 0) return unsupported(context, 'it takes nothing.');
  const y =
    constantData(x) === undefined
      ? picked(context, x, { axis, indices })
      : pickedConstant(context, { x, axis, indices });
  return withShape(context, y, [...dims.slice(0, axis), ...dimsOf(index), ...dims.slice(axis + 1)]);
}

function pickedConstant(
  context: NodeContext,
  { x, axis, indices }: { x: Value; axis: number; indices: number[] },
): Value {
  const dims = dimsOf(x);
  const data = constantData(x) ?? new Float64Array();
  const inner = product(dims.slice(axis + 1));
  const outer = product(dims.slice(0, axis));
  const size = dims[axis] ?? 1;
  context.builder.budget.take(outer * indices.length * inner, context.node.where);
  const out = new Float64Array(outer * indices.length * inner);
  let to = 0;
  for (let block = 0; block < outer; block++) {
    for (const index of indices) {
      const from = (block * size + index) * inner;
      out.set(data.subarray(from, from + inner), to);
      to += inner;
    }
  }
  const shape = dims.map((dim, i) => (i === axis ? indices.length : dim));
  return context.builder.constant(out, shape, { where: context.node.where, type: x.type });
}

/** Rows of a constant table, by numbers that the request holds. */
function byNumber(context: NodeContext, { x, index, axis }: { x: Value; index: Value; axis: number }): Value {
  const { builder, node } = context;
  const dims = dimsOf(x);
  if (constantData(x) === undefined) unsupported(context, 'both its data and its indices are computed.');
  const first = transposed(x, [axis, ...dims.map((_, i) => i).filter((i) => i !== axis)]);
  const table = constantData(first) ?? new Float64Array();
  const ids = builder.gathered(index, flatAxes(index), node.where);
  const source = ids.kind === 'move' ? ids.x : ids;
  if (source.kind !== 'input') unsupported(context, 'its indices must be ids of the request itself.');
  const vocab = dims[axis] ?? 1;
  const width = product(dims) / vocab;
  if (vocab > 65_536 || vocab < 1) unsupported(context, `a table of ${vocab} rows; at most 65536 are possible.`);
  if (vocab > 256 && index.type !== 'uint8') source.idBytes = 2;
  const tensor = make(context, { kind: 'gather', x: ids, table, width }, ids.size * width);
  const view = rowByRow(tensor, [...dimsOf(index), ...dims.filter((_, i) => i !== axis)], x.type);
  const rank = dimsOf(index).length;
  // The index's dimensions stand where the axis was.
  const order = dims.flatMap((_, i) => {
    if (i === axis) return Array.from({ length: rank }, (_unused, k) => k);
    return [rank + (i < axis ? i : i - 1)];
  });
  return transposed(view, order);
}

/** Handlers of the operators that look something up. */
export const GATHERS: Handlers = { Gather: gather };
