import { ONNX_LIMITS } from '../onnx/limits.ts';
import { elementType } from '../onnx/tensor.ts';
import {
  axisOf,
  badShape,
  constant,
  constantInput,
  type Handler,
  input,
  type NodeContext,
  show,
  unsupported,
  type Value,
} from './value.ts';

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);

/** The same elements in the same order, in another shape. */
function reshaped(context: NodeContext, x: Value, dims: readonly number[]): Value {
  if (dims.length > ONNX_LIMITS.rank || product(dims) !== product(x.dims)) {
    badShape(context, `${show(x.dims)} cannot take the shape ${show(dims)}.`);
  }
  return { ...x, dims };
}

function flatten(context: NodeContext): Value {
  const x = input(context, 0);
  const axis = context.node.attributes.int('axis', 1);
  const place = axis === x.dims.length ? axis : axisOf(context, axis, x.dims.length);
  return reshaped(context, x, [product(x.dims.slice(0, place)), product(x.dims.slice(place))]);
}

function reshape(context: NodeContext): Value {
  const x = input(context, 0);
  const shape = constantInput(context, 1) ?? badShape(context, 'it has no shape.');
  const keepsZero = context.node.attributes.int('allowzero', 0) !== 0;
  const wanted = Array.from(shape.data, (dim, i) => (dim === 0 && !keepsZero ? (x.dims[i] ?? 0) : dim));
  const known = product(wanted.filter((dim) => dim !== -1));
  const missing = known === 0 ? 0 : product(x.dims) / known;
  if (wanted.filter((dim) => dim === -1).length > 1) badShape(context, `the shape ${show(wanted)} is not determined.`);
  const dims = wanted.map((dim) => (dim === -1 ? missing : dim));
  return reshaped(context, x, dims);
}

/** Axes come as an attribute up to opset 12 and as an input since. */
function axesOf(context: NodeContext): readonly number[] | undefined {
  const given = constantInput(context, 1);
  return given === undefined ? context.node.attributes.ints('axes') : Array.from(given.data);
}

function squeeze(context: NodeContext): Value {
  const x = input(context, 0);
  const axes = axesOf(context)?.map((axis) => axisOf(context, axis, x.dims.length));
  const isDropped = (dim: number, i: number): boolean => (axes === undefined ? dim === 1 : axes.includes(i));
  return reshaped(
    context,
    x,
    x.dims.filter((dim, i) => !isDropped(dim, i)),
  );
}

function unsqueeze(context: NodeContext): Value {
  const x = input(context, 0);
  const axes = axesOf(context) ?? badShape(context, 'it has no axes.');
  if (axes.length > ONNX_LIMITS.rank) badShape(context, `${axes.length} axes.`);
  const rank = x.dims.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(context, axis, rank)));
  if (added.size !== axes.length) badShape(context, `the axes ${show(axes)} repeat.`);
  const rest = [...x.dims];
  return reshaped(
    context,
    x,
    Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : (rest.shift() ?? 1))),
  );
}

function same(context: NodeContext): Value {
  return input(context, 0);
}

function cast(context: NodeContext): Value {
  const x = input(context, 0);
  const to = context.node.attributes.int('to', 0);
  const type = elementType(to) ?? unsupported(context, `a cast to element type ${to}. Export the model in float32.`);
  if (type === 'float32' || type === 'float64' || type === 'float16') return x;
  if (x.kind === 'constant') return constant(context, x.dims, () => x.data.map(Math.trunc));
  if (x.expr.kind === 'argmax' && type !== 'bool') return x;
  return unsupported(context, `a cast of computed values to ${type} would cut off their fractions.`);
}

function transpose(context: NodeContext): Value {
  const x = input(context, 0);
  const order = context.node.attributes.ints('perm') ?? x.dims.map((_, i) => x.dims.length - 1 - i);
  if (order.length !== x.dims.length || new Set(order).size !== order.length)
    badShape(context, `the order ${show(order)}.`);
  const axes = order.map((axis) => axisOf(context, axis, x.dims.length));
  const dims = axes.map((axis) => x.dims[axis] ?? 1);
  const moved = axes.filter((axis) => x.dims[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? -1))) return reshaped(context, x, dims);
  if (x.kind === 'computed')
    return unsupported(context, 'moving the elements of a computed tensor is not possible yet.');
  return constant(context, dims, () => {
    const strides = x.dims.map((_, axis) => product(x.dims.slice(axis + 1)));
    return Float64Array.from({ length: x.data.length }, (_, to) => {
      let [rest, from] = [to, 0];
      for (let i = dims.length - 1; i >= 0; i--) {
        const dim = dims[i] ?? 1;
        from += (rest % dim) * (strides[axes[i] ?? 0] ?? 0);
        rest = Math.floor(rest / dim);
      }
      return x.data[from] ?? 0;
    });
  });
}

// What exporters write around a Reshape: arithmetic on shapes, all constant once the batch is 1.

function shape(context: NodeContext): Value {
  const { dims } = input(context, 0);
  const { attributes } = context.node;
  const part = dims.slice(attributes.int('start', 0), attributes.has('end') ? attributes.int('end', 0) : undefined);
  return constant(context, [part.length], () => Float64Array.from(part));
}

function constantNode(context: NodeContext): Value {
  const { attributes } = context.node;
  const tensor = attributes.tensor('value');
  if (tensor !== undefined) return { kind: 'constant', dims: tensor.dims, data: tensor.data };
  const list = attributes.ints('value_ints') ?? attributes.floats('value_floats');
  if (list !== undefined) return constant(context, [list.length], () => Float64Array.from(list));
  if (attributes.has('value_int')) return constant(context, [], () => Float64Array.of(attributes.int('value_int', 0)));
  if (attributes.has('value_float'))
    return constant(context, [], () => Float64Array.of(attributes.float('value_float', 0)));
  return unsupported(context, `a constant of kind ${attributes.names.join(', ')}.`);
}

function constantOfShape(context: NodeContext): Value {
  const dims = Array.from((constantInput(context, 0) ?? badShape(context, 'it has no shape.')).data);
  const value = context.node.attributes.tensor('value')?.data[0] ?? 0;
  return constant(context, dims, () => new Float64Array(product(dims)).fill(value));
}

function gather(context: NodeContext): Value {
  const table = constantInput(context, 0);
  const index = constantInput(context, 1);
  if (table === undefined || index === undefined) badShape(context, 'it needs data and indices.');
  const axis = axisOf(context, context.node.attributes.int('axis', 0), table.dims.length);
  if (axis !== 0 || table.dims.length !== 1) unsupported(context, 'only elements of a list can be gathered yet.');
  return constant(context, index.dims, () =>
    index.data.map((at) => table.data[at < 0 ? at + table.data.length : at] ?? badShape(context, `index ${at}.`)),
  );
}

function concat(context: NodeContext): Value {
  const parts = context.inputs.map((_, place) => constantInput(context, place));
  if (parts.some((part) => part === undefined || part.dims.length !== 1)) {
    unsupported(context, 'only lists of constants can be joined yet.');
  }
  const size = parts.reduce((sum, part) => sum + (part?.data.length ?? 0), 0);
  return constant(context, [size], () => {
    const joined = new Float64Array(size);
    let at = 0;
    for (const part of parts) {
      joined.set(part?.data ?? [], at);
      at += part?.data.length ?? 0;
    }
    return joined;
  });
}

function slice(context: NodeContext): Value {
  const x = constantInput(context, 0) ?? badShape(context, 'it has no data.');
  const { attributes } = context.node;
  const part = (place: number, name: string): number | undefined =>
    constantInput(context, place)?.data[0] ?? attributes.ints(name)?.[0];
  const step = constantInput(context, 4)?.data[0] ?? 1;
  if (x.dims.length !== 1 || step !== 1)
    unsupported(context, 'only a part of a list, in steps of 1, can be taken yet.');
  const data = x.data.slice(part(1, 'starts') ?? 0, part(2, 'ends') ?? x.data.length);
  return constant(context, [data.length], () => data);
}

/** Handlers of the operators that move no computed element. */
export const SHAPES: Readonly<Record<string, Handler>> = {
  Flatten: flatten,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Identity: same,
  Dropout: same,
  Cast: cast,
  Transpose: transpose,
  Shape: shape,
  Constant: constantNode,
  ConstantOfShape: constantOfShape,
  Gather: gather,
  Concat: concat,
  Slice: slice,
};
