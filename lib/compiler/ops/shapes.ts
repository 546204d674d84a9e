import { ONNX_LIMITS } from '../../onnx/limits.ts';
import { elementType } from '../../onnx/tensor.ts';
import { applyUnary } from '../ir/apply.ts';
import { product } from '../ir/tensor.ts';
import { constantData, dimsOf, expanded, reshaped, transposed, type Value } from '../ir/view.ts';
import {
  axesOf,
  axisOf,
  badShape,
  constant,
  type Handlers,
  input,
  knownInput,
  type NodeContext,
  show,
  unsupported,
} from './context.ts';

/** The same elements in the same order, in another shape. */
export function withShape(context: NodeContext, x: Value, dims: readonly number[]): Value {
  const isGood = dims.length <= ONNX_LIMITS.rank && dims.every((dim) => Number.isInteger(dim) && dim >= 0);
  if (!isGood || product(dims) !== product(dimsOf(x))) {
    badShape(context, `${show(dimsOf(x))} cannot take the shape ${show(dims)}.`);
  }
  const view = reshaped(x, dims);
  if (view !== undefined) return view;
  return (
    reshaped(context.builder.straight(x, context.node.where), dims) ?? badShape(context, `the shape ${show(dims)}.`)
  );
}

function flatten(context: NodeContext): Value {
  const x = input(context, 0);
  const dims = dimsOf(x);
  const axis = context.node.attributes.int('axis', 1);
  const place = axis === dims.length ? axis : axisOf(context, axis, dims.length);
  return withShape(context, x, [product(dims.slice(0, place)), product(dims.slice(place))]);
}

function reshape(context: NodeContext): Value {
  const x = input(context, 0);
  const dims = dimsOf(x);
  const shape =
    knownInput(context, 1)?.data ?? context.node.attributes.ints('shape') ?? badShape(context, 'it has no shape.');
  const keepsZero = context.node.attributes.int('allowzero', 0) !== 0;
  const wanted = Array.from(shape, (dim, i) => (dim === 0 && !keepsZero ? (dims[i] ?? 0) : dim));
  const known = product(wanted.filter((dim) => dim !== -1));
  const missing = known === 0 ? 0 : product(dims) / known;
  if (wanted.filter((dim) => dim === -1).length > 1) badShape(context, `the shape ${show(wanted)} is not determined.`);
  return withShape(
    context,
    x,
    wanted.map((dim) => (dim === -1 ? missing : dim)),
  );
}

function squeeze(context: NodeContext): Value {
  const x = input(context, 0);
  const axes = axesOf(context, 1, x.axes.length);
  const dims = dimsOf(x);
  const isDropped = (dim: number, i: number): boolean => (axes === undefined ? dim === 1 : axes.includes(i));
  return withShape(
    context,
    x,
    dims.filter((dim, i) => !isDropped(dim, i)),
  );
}

function unsqueeze(context: NodeContext): Value {
  const x = input(context, 0);
  const given =
    knownInput(context, 1)?.data ?? context.node.attributes.ints('axes') ?? badShape(context, 'it has no axes.');
  if (given.length > ONNX_LIMITS.rank) badShape(context, `${given.length} axes.`);
  const rank = x.axes.length + given.length;
  const added = new Set(Array.from(given, (axis) => axisOf(context, axis, rank)));
  if (added.size !== given.length) badShape(context, `the axes ${show(Array.from(given))} repeat.`);
  const rest = dimsOf(x);
  return withShape(
    context,
    x,
    Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : (rest.shift() ?? 1))),
  );
}

function transpose(context: NodeContext): Value {
  const x = input(context, 0);
  const rank = x.axes.length;
  const order = context.node.attributes.ints('perm') ?? x.axes.map((_, i) => rank - 1 - i);
  if (order.length !== rank || new Set(order).size !== rank) badShape(context, `the order ${show(order)}.`);
  return transposed(
    x,
    order.map((axis) => axisOf(context, axis, rank)),
  );
}

function expand(context: NodeContext): Value {
  const x = input(context, 0);
  const shape = knownInput(context, 1)?.data ?? badShape(context, 'it has no shape.');
  const dims = dimsOf(x);
  const rank = Math.max(dims.length, shape.length);
  if (rank > ONNX_LIMITS.rank) badShape(context, `a shape of ${rank} dimensions.`);
  const wanted = Array.from({ length: rank }, (_, i) => {
    const [own, asked] = [dims[i - rank + dims.length] ?? 1, shape[i - rank + shape.length] ?? 1];
    return own === 1 ? asked : own;
  });
  if (wanted.some((dim) => !Number.isSafeInteger(dim) || dim < 0 || dim > ONNX_LIMITS.elements)) {
    badShape(context, `the shape ${show(wanted)}.`);
  }
  return expanded(x, wanted) ?? badShape(context, `${show(dims)} cannot take the shape ${show(wanted)}.`);
}

function tile(context: NodeContext): Value {
  const x = input(context, 0);
  const repeats = knownInput(context, 1)?.data ?? badShape(context, 'it has no repeats.');
  if (repeats.length !== x.axes.length || repeats.some((times) => !(times >= 1 && times <= 65_536))) {
    badShape(context, `repeats ${show(Array.from(repeats))} of ${show(dimsOf(x))}.`);
  }
  const { padded, ...rest } = x;
  return { ...rest, axes: x.axes.map((own, i) => [{ size: repeats[i] ?? 1, stride: 0 }, ...own]) };
}

function same(context: NodeContext): Value {
  return input(context, 0);
}

const WHOLE = new Set(['int64', 'int32', 'int8', 'uint8']);

function cast(context: NodeContext): Value {
  const x = input(context, 0);
  const to = context.node.attributes.int('to', 0);
  const type = elementType(to) ?? unsupported(context, `a cast to element type ${to}. Export the model in float32.`);
  const isFraction = !WHOLE.has(type) && type !== 'bool';
  if (isFraction || WHOLE.has(x.type) || x.type === 'bool') {
    if (type === 'bool' && x.type !== 'bool') return toBool(context, x);
    return { ...x, type };
  }
  if (constantData(x) !== undefined) {
    if (type === 'bool') return toBool(context, x);
    const f = { apply: Math.trunc, isIncreasing: false };
    return { ...x, type, tensor: applyUnary(x.tensor, f, { builder: context.builder, where: context.node.where }) };
  }
  return unsupported(context, `a cast of computed values to ${type} would cut off their fractions.`);
}

function toBool(context: NodeContext, x: Value): Value {
  const data = constantData(x) ?? unsupported(context, 'a cast of computed values to bool.');
  return constant(context, dimsOf(x), { data: data.map((value) => Number(value !== 0)), type: 'bool' });
}

// What exporters write around a Reshape: arithmetic on shapes, all constant once the batch is 1.

function shape(context: NodeContext): Value {
  const dims = dimsOf(input(context, 0));
  const { attributes } = context.node;
  const part = dims.slice(attributes.int('start', 0), attributes.has('end') ? attributes.int('end', 0) : undefined);
  return constant(context, [part.length], { data: Float64Array.from(part), type: 'int64' });
}

function sizeOf(context: NodeContext): Value {
  return constant(context, [], { data: Float64Array.of(product(dimsOf(input(context, 0)))), type: 'int64' });
}

function constantNode(context: NodeContext): Value {
  const { attributes } = context.node;
  const tensor = attributes.tensor('value');
  if (tensor !== undefined) return constant(context, tensor.dims, tensor);
  const whole = attributes.ints('value_ints');
  if (whole !== undefined) return constant(context, [whole.length], { data: Float64Array.from(whole), type: 'int64' });
  const list = attributes.floats('value_floats');
  if (list !== undefined) return constant(context, [list.length], { data: Float64Array.from(list) });
  if (attributes.has('value_int')) {
    return constant(context, [], { data: Float64Array.of(attributes.int('value_int', 0)), type: 'int64' });
  }
  if (attributes.has('value_float'))
    return constant(context, [], { data: Float64Array.of(attributes.float('value_float', 0)) });
  return unsupported(context, `a constant of kind ${attributes.names.join(', ')}.`);
}

function constantOfShape(context: NodeContext): Value {
  const dims = Array.from((knownInput(context, 0) ?? badShape(context, 'it has no shape.')).data);
  const given = context.node.attributes.tensor('value');
  const one = constant(context, [], { data: Float64Array.of(given?.data[0] ?? 0), type: given?.type ?? 'float32' });
  if (
    dims.length > ONNX_LIMITS.rank ||
    dims.some((dim) => !Number.isSafeInteger(dim) || dim < 0 || dim > ONNX_LIMITS.elements)
  ) {
    badShape(context, `the shape ${show(dims)}.`);
  }
  if (product(dims) > ONNX_LIMITS.elements) badShape(context, `the shape ${show(dims)}.`);
  return expanded(one, dims) ?? badShape(context, `the shape ${show(dims)}.`);
}

function range(context: NodeContext): Value {
  const [start, limit, delta] = [0, 1, 2].map((place) => knownInput(context, place)?.data[0] ?? 0);
  const count = Math.max(0, Math.ceil(((limit ?? 0) - (start ?? 0)) / (delta ?? 1)));
  if (!Number.isFinite(count)) badShape(context, 'a step of 0.');
  context.builder.budget.take(count, context.node.where);
  const data = Float64Array.from({ length: count }, (_, i) => (start ?? 0) + i * (delta ?? 1));
  return constant(context, [count], { data, type: input(context, 0).type });
}

/** Handlers of the operators that move no computed element. */
export const SHAPES: Handlers = {
  Flatten: flatten,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  Identity: same,
  Dropout: same,
  Cast: cast,
  Shape: shape,
  Size: sizeOf,
  Constant: constantNode,
  ConstantOfShape: constantOfShape,
  Range: range,
};
