import { applyUnary } from '../ir/apply.ts';
import { product } from '../ir/tensor.ts';
import { dimsOf, type Value } from '../ir/view.ts';
import { axisOf, badShape, type Handlers, input, knownInput, make, type NodeContext, unsupported } from './context.ts';
import { linesBy } from './elementwise.ts';
import { inRows } from './rows.ts';

/** (x − mean) / √(variance + ε) · scale + bias for each channel: a line, which folds into a matrix beside it. */
function batchNormalization(context: NodeContext): Value {
  const x = input(context, 0);
  const { attributes } = context.node;
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((place) => knownInput(context, place)?.data);
  if (scale === undefined || bias === undefined || mean === undefined || variance === undefined) {
    badShape(context, 'it needs scale, bias, mean and variance.');
  }
  if (attributes.int('training_mode', 0) !== 0) unsupported(context, 'it is in training mode. Export for inference.');
  const dims = dimsOf(x);
  const channels = dims[1] ?? 0;
  if ([scale, bias, mean, variance].some((values) => values.length !== channels)) {
    badShape(context, `its parameters are not for ${channels} channels.`);
  }
  const epsilon = attributes.float('epsilon', 1e-5);
  const factor = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + epsilon));
  const shift = bias.map((value, c) => value - (mean[c] ?? 0) * (factor[c] ?? 0));
  return linesBy(context, x, { dims: alongChannels(dims), scale: factor, offset: shift });
}

function alongChannels(dims: readonly number[]): number[] {
  return [dims[1] ?? 1, ...dims.slice(2).map(() => 1)];
}

type Rule = { axes: readonly number[]; epsilon: number; isCentered: boolean };

function normalised(context: NodeContext, x: Value, { axes, epsilon, isCentered }: Rule): Value {
  const { tensor, rows, view } = inRows(context, x, axes);
  const centered = isCentered ? make(context, { kind: 'center', x: tensor, rows }, tensor.size) : tensor;
  return { ...view, tensor: make(context, { kind: 'normalise', x: centered, rows, epsilon }, tensor.size) };
}

function layerNormalization(context: NodeContext): Value {
  const { attributes, opType } = context.node;
  const x = input(context, 0);
  const rank = x.axes.length;
  const first = axisOf(context, attributes.int('axis', -1), rank);
  const axes = Array.from({ length: rank - first }, (_, i) => first + i);
  const isCentered = opType === 'LayerNormalization';
  const y = normalised(context, x, { axes, epsilon: attributes.float('epsilon', 1e-5), isCentered });
  const scale = knownInput(context, 1) ?? badShape(context, 'it has no scale.');
  const bias = knownInput(context, 2);
  const dims = dimsOf(x).slice(first);
  if (scale.data.length !== product(dims) || (bias !== undefined && bias.data.length !== scale.data.length)) {
    badShape(context, `its scale has ${scale.data.length} elements, not ${product(dims)}.`);
  }
  return linesBy(context, y, { dims, scale: scale.data, offset: bias?.data ?? new Float64Array(scale.data.length) });
}

function instanceNormalization(context: NodeContext): Value {
  const x = input(context, 0);
  const dims = dimsOf(x);
  const axes = dims.map((_, axis) => axis).slice(2);
  if (dims[0] !== 1 || axes.length === 0) unsupported(context, `its input has the shape [${dims.join(', ')}].`);
  const y = normalised(context, x, { axes, epsilon: context.node.attributes.float('epsilon', 1e-5), isCentered: true });
  const [scale, bias] = [knownInput(context, 1)?.data, knownInput(context, 2)?.data];
  if (scale === undefined || bias === undefined || scale.length !== dims[1] || bias.length !== dims[1]) {
    badShape(context, `its parameters are not for ${dims[1]} channels.`);
  }
  return linesBy(context, y, { dims: alongChannels(dims), scale, offset: bias });
}

/** Each group of channels as one row. */
function groupNormalization(context: NodeContext): Value {
  const { attributes } = context.node;
  const x = input(context, 0);
  const dims = dimsOf(x);
  const groups = attributes.int('num_groups', 1);
  const [batch = 1, channels = 1, ...rest] = dims;
  if (batch !== 1 || !(groups >= 1) || channels % groups !== 0)
    badShape(context, `${channels} channels in ${groups} groups.`);
  const [own = []] = x.axes.slice(1, 2);
  const [axis, ...others] = own;
  if (axis === undefined || others.length > 0) return unsupported(context, 'its channels are not in one piece.');
  const each = channels / groups;
  const split = {
    ...x,
    axes: [[{ size: groups, stride: axis.stride * each }], [{ size: each, stride: axis.stride }], ...x.axes.slice(2)],
  };
  const axes = split.axes.map((_, i) => i).slice(1);
  const y = normalised(context, split, { axes, epsilon: attributes.float('epsilon', 1e-5), isCentered: true });
  const [outer = [], inner = [], ...spatial] = y.axes;
  const joined: Value = { ...y, axes: [[{ size: 1, stride: 0 }], [...outer, ...inner], ...spatial] };
  const given = [knownInput(context, 1)?.data, knownInput(context, 2)?.data];
  const [scale, offset] = given.map((data) =>
    data?.length === groups && groups !== channels
      ? Float64Array.from({ length: channels }, (_, c) => data[Math.floor(c / each)] ?? 0)
      : data,
  );
  if (scale?.length !== channels || offset?.length !== channels) {
    badShape(context, `its parameters are not for ${channels} channels.`);
  }
  return linesBy(context, joined, { dims: [channels, ...rest.map(() => 1)], scale, offset });
}

function softmax(context: NodeContext): Value {
  const { opset, node } = context;
  const x = input(context, 0);
  const rank = x.axes.length;
  const axis = axisOf(context, node.attributes.int('axis', opset < 13 ? 1 : -1), rank);
  const axes = opset < 13 ? Array.from({ length: rank - axis }, (_, i) => axis + i) : [axis];
  const { tensor, rows, view } = inRows(context, x, axes);
  const y = make(context, { kind: 'softmax', x: tensor, rows }, tensor.size);
  return { ...view, tensor: y };
}

function argMax(context: NodeContext): Value {
  const { attributes } = context.node;
  const x = input(context, 0);
  const axis = axisOf(context, attributes.int('axis', 0), x.axes.length);
  if (attributes.int('select_last_index', 0) !== 0) unsupported(context, 'of equal elements, the first is taken.');
  const { tensor, rows, width, view } = inRows(context, x, [axis]);
  const places = view.axes[axis] ?? [];
  if (places.length > 1) unsupported(context, `its axis ${axis} is not in one piece.`);
  const best = make(context, { kind: 'argmax', x: tensor, rows }, rows);
  const keeps = attributes.int('keepdims', 1) !== 0;
  const axes = view.axes.flatMap((own, i) => {
    if (i === axis) return keeps ? [[{ size: 1, stride: 0 }]] : [];
    return [own.map(({ size, stride }) => ({ size, stride: stride / width }))];
  });
  return { type: 'int64', base: 0, axes, tensor: best };
}

/** ln of a softmax: a table on it. */
function logSoftmax(context: NodeContext): Value {
  const y = softmax(context);
  const where = { builder: context.builder, where: context.node.where };
  return { ...y, tensor: applyUnary(y.tensor, { apply: Math.log, isIncreasing: true }, where) };
}

/** Handlers of the operators that look at a whole row. */
export const NORMALISATIONS: Handlers = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: layerNormalization,
  SimplifiedLayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  ArgMax: argMax,
};
