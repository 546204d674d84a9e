import { BINARY, INCREASING, UNARY } from '../functions.ts';
import { applyAffine, applyBinary, applyClip, applyLine, applyUnary } from '../ir/apply.ts';
import { broadcastDims } from '../ir/builder.ts';
import { periodOf } from '../ir/period.ts';
import { product, type Tensor } from '../ir/tensor.ts';
import { constantData, dimsOf, expanded, type Value } from '../ir/view.ts';
import {
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
import { foldedPattern } from './patterns.ts';

/** Constants at or below this hide an element from a softmax. */
const HIDING = -9999;

const placeOf = ({ builder, node }: NodeContext) => ({ builder, where: node.where });

/** f of each element, whatever the shape. */
function onEach(x: Value, f: (tensor: Tensor) => Tensor): Value {
  const { padded, ...rest } = x;
  return { ...rest, tensor: f(x.tensor) };
}

function unary(context: NodeContext): Value {
  const { opType, attributes } = context.node;
  const apply = UNARY[opType]?.(attributes) ?? unsupported(context, 'this function is unknown.');
  const f = { apply, isIncreasing: INCREASING.has(opType) };
  return onEach(input(context, 0), (x) => applyUnary(x, f, placeOf(context)));
}

function clip(context: NodeContext): Value {
  const { opType, attributes } = context.node;
  const bound = (place: number, name: string, otherwise: number): number =>
    opType === 'Relu' ? otherwise : (knownInput(context, place)?.data[0] ?? attributes.float(name, otherwise));
  const low = bound(1, 'min', opType === 'Relu' ? 0 : Number.NEGATIVE_INFINITY);
  const high = bound(2, 'max', Number.POSITIVE_INFINITY);
  return onEach(input(context, 0), (x) => applyClip(x, { low, high }, placeOf(context)));
}

function negate(context: NodeContext): Value {
  return onEach(input(context, 0), (x) => applyLine(x, { scale: -1, offset: 0 }, placeOf(context)));
}

/** Whole numbers divide to whole numbers. */
function isWholeNumbers({ type }: Value): boolean {
  return type === 'int64' || type === 'int32';
}

/** Operators of two or more inputs; of more, the first two first. */
function binary(context: NodeContext): Value {
  const { inputs, node } = context;
  if (inputs.length === 1) return input(context, 0);
  if (inputs.length > 2 && !['Sum', 'Min', 'Max', 'Mean'].includes(node.opType)) {
    unsupported(context, `it has ${inputs.length} inputs, not 2.`);
  }
  let result = input(context, 0);
  for (let place = 1; place < inputs.length; place++) result = pair(context, result, input(context, place));
  if (node.opType !== 'Mean') return result;
  return onEach(result, (x) => applyLine(x, { scale: 1 / inputs.length, offset: 0 }, placeOf(context)));
}

export function pair(context: NodeContext, a: Value, b: Value): Value {
  const f = functionOf(context, a);
  const dims = broadcastDims(dimsOf(a), dimsOf(b));
  if (dims === undefined) return badShape(context, `shapes ${show(dimsOf(a))} and ${show(dimsOf(b))} do not fit.`);
  const [left, right] = [constantData(a), constantData(b)];
  if (left !== undefined && right !== undefined) return fold(context, { a, b, dims, f });
  const pattern = foldedPattern(context, a, b);
  if (pattern !== undefined) return pattern;
  if (right !== undefined) return withConstant(context, { x: a, known: b, isFirst: true, dims });
  if (left !== undefined) return withConstant(context, { x: b, known: a, isFirst: false, dims });
  return computed(context, a, b);
}

function functionOf(context: NodeContext, a: Value): (x: number, y: number) => number {
  const { opType } = context.node;
  if (opType === 'Div' && isWholeNumbers(a)) return (x, y) => Math.trunc(x / y);
  return BINARY[opType] ?? unsupported(context, 'this function is unknown.');
}

type Pair = { a: Value; b: Value; dims: readonly number[]; f: (x: number, y: number) => number };

function fold(context: NodeContext, { a, b, dims, f }: Pair): Value {
  context.builder.budget.take(2 * product(dims), context.node.where);
  const [left, right] = [expanded(a, dims), expanded(b, dims)].map((value) => value && constantData(value));
  const data = (left ?? new Float64Array()).map((value, j) => f(value, right?.[j] ?? 0));
  return constant(context, dims, { data, type: a.type });
}

function computed(context: NodeContext, a: Value, b: Value): Value {
  const { opType, where } = context.node;
  const { x, y, view } = context.builder.aligned(a, b, where) ?? badShape(context, 'its inputs do not fit.');
  const f = functionOf(context, a);
  const joined = applyBinary(x, y, f, placeOf(context));
  if (joined !== undefined) return { ...view, tensor: joined };
  const at = placeOf(context);
  switch (opType) {
    case 'Add':
    case 'Sum':
    case 'Mean':
      return { ...view, tensor: make(context, { kind: 'add', x, y }, x.size) };
    case 'Sub': {
      const minus = applyLine(y, { scale: -1, offset: 0 }, at);
      return { ...view, tensor: make(context, { kind: 'add', x, y: minus }, x.size) };
    }
    case 'Mul':
      return { ...view, tensor: make(context, { kind: 'multiply', x, y, factor: 1 }, x.size) };
    case 'Div': {
      const inverse = applyUnary(y, { apply: (value) => 1 / value, isIncreasing: false }, at);
      return { ...view, tensor: make(context, { kind: 'multiply', x, y: inverse, factor: 1 }, x.size) };
    }
    case 'Max':
    case 'Min': {
      // max(x, y) = y + relu(x − y); min(x, y) = y − relu(y − x)
      const sign = opType === 'Max' ? 1 : -1;
      const minus = applyLine(y, { scale: -1, offset: 0 }, at);
      const difference = make(context, { kind: 'add', x, y: minus }, x.size);
      const range =
        sign === 1 ? { low: 0, high: Number.POSITIVE_INFINITY } : { low: Number.NEGATIVE_INFINITY, high: 0 };
      return { ...view, tensor: make(context, { kind: 'add', x: y, y: applyClip(difference, range, at) }, x.size) };
    }
    default:
      return unsupported(
        context,
        'both its inputs are computed, and not from the same tensor. Replace it by Add, Sub, Mul or Div.',
      );
  }
}

type Side = { x: Value; known: Value; isFirst: boolean; dims: readonly number[] };

/** x ∘ constant, or constant ∘ x where x is not the first. */
function withConstant(context: NodeContext, side: Side): Value {
  const { builder, node } = context;
  const { known, isFirst, dims } = side;
  if (isWholeNumbers(side.x) && side.x.type !== known.type) unsupported(context, 'it mixes types of numbers.');
  const full = expanded(side.x, dims) ?? badShape(context, 'its inputs do not fit.');
  const at = placeOf(context);
  const data = constantData(known) ?? new Float64Array();
  const line = lineOf(node.opType, isFirst);
  const first = data[0] ?? 0;
  if (data.every((value) => value === first)) {
    if (line !== undefined) return onEach(full, (x) => applyLine(x, line(first), at));
    return onEach(full, (x) => withNumber(context, { x, number: first, isFirst }));
  }
  if (line === undefined) unsupported(context, 'its constant must be the same for every element.');
  const owner = builder.owned(full, node.where);
  const { x, y, view } = builder.aligned(owner, known, node.where) ?? badShape(context, 'its inputs do not fit.');
  const values = y.kind === 'constant' ? y.data : new Float64Array();
  if (node.opType === 'Add' && values.some((value) => value <= HIDING)) return mask(context, { x, view, values });
  const period = periodOf(values);
  const lines = Array.from(values.subarray(0, period), line);
  const scale = Float64Array.from(lines, (one) => one.scale);
  const offset = Float64Array.from(lines, (one) => one.offset);
  builder.budget.take(2 * period, node.where);
  return { ...view, tensor: applyAffine(x, { scale, offset }, at) };
}

/** scale · x + offset, with constants that are broadcast to x. */
export function linesBy(
  context: NodeContext,
  x: Value,
  by: { dims: readonly number[]; scale: Float64Array; offset: Float64Array },
): Value {
  const { builder, node } = context;
  const owner = builder.owned(x, node.where);
  const [scale, offset] = [by.scale, by.offset].map((data) => {
    const known = builder.constant(data, by.dims, { where: node.where });
    return builder.aligned(owner, known, node.where) ?? badShape(context, 'its constants do not fit.');
  });
  if (scale?.y.kind !== 'constant' || offset?.y.kind !== 'constant')
    return badShape(context, 'its constants do not fit.');
  const period = Math.max(periodOf(scale.y.data), periodOf(offset.y.data));
  const lines = { scale: scale.y.data.slice(0, period), offset: offset.y.data.slice(0, period) };
  return { ...scale.view, tensor: applyAffine(scale.x, lines, { builder, where: node.where }) };
}

/** x + values, where the lowest numbers hide an element. */
function mask(
  context: NodeContext,
  { x, view, values }: { x: Tensor; view: Omit<Value, 'tensor'>; values: Float64Array },
): Value {
  const hidden = Uint8Array.from(values, (value) => Number(value <= HIDING));
  const data = values.map((value) => (value <= HIDING ? 0 : value));
  return { ...view, tensor: make(context, { kind: 'mask', x, hidden, data }, x.size) };
}

function withNumber(
  context: NodeContext,
  { x, number, isFirst }: { x: Tensor; number: number; isFirst: boolean },
): Tensor {
  const { opType } = context.node;
  const at = placeOf(context);
  if (opType === 'Min') return applyClip(x, { low: Number.NEGATIVE_INFINITY, high: number }, at);
  if (opType === 'Max') return applyClip(x, { low: number, high: Number.POSITIVE_INFINITY }, at);
  const f = BINARY[opType] ?? unsupported(context, 'this function is unknown.');
  const apply = isFirst ? (a: number) => f(a, number) : (a: number) => f(number, a);
  return applyUnary(x, { apply, isIncreasing: false }, at);
}

/** What a constant does to x where that is a line; undefined for Pow, Min, Max and constant / x. */
function lineOf(opType: string, isFirst: boolean): ((c: number) => { scale: number; offset: number }) | undefined {
  if (opType === 'Add' || opType === 'Sum' || opType === 'Mean') return (c) => ({ scale: 1, offset: c });
  if (opType === 'Sub') return isFirst ? (c) => ({ scale: 1, offset: -c }) : (c) => ({ scale: -1, offset: c });
  if (opType === 'Mul') return (c) => ({ scale: c, offset: 0 });
  if (opType === 'Div' && isFirst) return (c) => ({ scale: 1 / c, offset: 0 });
  return undefined;
}

/** x where it is not negative, slope · x elsewhere: relu(x) − slope · relu(−x), slopes by channel. */
function prelu(context: NodeContext): Value {
  const x = input(context, 0);
  const slope = input(context, 1);
  const slopes = constantData(slope) ?? unsupported(context, 'its slopes must be constants of the model.');
  const first = slopes[0] ?? 0;
  const at = placeOf(context);
  if (slopes.every((value) => value === first)) {
    const apply = (a: number): number => (a < 0 ? first * a : a);
    return onEach(x, (tensor) => applyUnary(tensor, { apply, isIncreasing: false }, at));
  }
  const owner = context.builder.owned(x, context.node.where);
  const {
    x: base,
    y,
    view,
  } = context.builder.aligned(owner, slope, context.node.where) ?? badShape(context, 'its slopes do not fit.');
  const values = y.kind === 'constant' ? y.data : new Float64Array();
  const period = periodOf(values);
  const negative = applyClip(base, { low: Number.NEGATIVE_INFINITY, high: 0 }, at);
  const by = { scale: values.slice(0, period), offset: new Float64Array(period) };
  const scaled = applyAffine(negative, by, at);
  const positive = applyClip(base, { low: 0, high: Number.POSITIVE_INFINITY }, at);
  return { ...view, tensor: make(context, { kind: 'add', x: positive, y: scaled }, base.size) };
}

/** The first where the condition holds, the second elsewhere; the condition is a constant. */
function where(context: NodeContext): Value {
  const { builder, node } = context;
  const condition = input(context, 0);
  const [yes, no] = [input(context, 1), input(context, 2)];
  const chosen = constantData(condition) ?? unsupported(context, 'its condition must be a constant of the model.');
  const pairDims = broadcastDims(dimsOf(yes), dimsOf(no));
  const dims = pairDims && broadcastDims(pairDims, dimsOf(condition));
  if (dims === undefined) return badShape(context, 'its inputs do not fit.');
  if (chosen.length > 0 && chosen.every((value) => value !== 0))
    return expanded(yes, dims) ?? badShape(context, 'its inputs do not fit.');
  if (chosen.every((value) => value === 0)) return expanded(no, dims) ?? badShape(context, 'its inputs do not fit.');
  const at = { where: node.where };
  builder.budget.take(4 * product(dims), node.where);
  const full = (value: Value): Float64Array | undefined => {
    const wide = expanded(value, dims);
    return wide && constantData(wide);
  };
  const flags = full(condition) ?? new Float64Array();
  const [left, right] = [full(yes), full(no)];
  if (left !== undefined && right !== undefined) {
    return constant(context, dims, {
      data: flags.map((flag, j) => (flag !== 0 ? left[j] : right[j]) ?? 0),
      type: yes.type,
    });
  }
  const parts = [yes, no].map((value, which) => {
    const other = which === 0 ? right : left;
    const keep = flags.map((flag) => Number((flag !== 0) === (which === 0)));
    return { value, other, keep };
  });
  const single = parts.find(({ other }) => other !== undefined);
  if (single?.other !== undefined) {
    const { value, other, keep } = single;
    const hides = other.every((number, j) => keep[j] === 1 || number <= HIDING);
    const added = Float64Array.from(other, (number, j) => (keep[j] === 1 ? 0 : number));
    const wide = expanded(value, dims) ?? badShape(context, 'its inputs do not fit.');
    const sum = { ...context, node: { ...node, opType: 'Add' } };
    if (hides) return withConstant(sum, { x: wide, known: builder.constant(added, dims, at), isFirst: true, dims });
    const product = { ...context, node: { ...node, opType: 'Mul' } };
    const kept = withConstant(product, {
      x: wide,
      known: builder.constant(Float64Array.from(keep), dims, at),
      isFirst: true,
      dims,
    });
    return withConstant(sum, { x: kept, known: builder.constant(added, dims, at), isFirst: true, dims });
  }
  const [a, b] = parts.map(({ value, keep }) =>
    pair({ ...context, node: { ...node, opType: 'Mul' } }, value, builder.constant(Float64Array.from(keep), dims, at)),
  );
  if (a === undefined || b === undefined) return badShape(context, 'its inputs do not fit.');
  return pair({ ...context, node: { ...node, opType: 'Add' } }, a, b);
}

/** Comparisons and the like, of constants only. */
function logical(context: NodeContext): Value {
  const f = LOGICAL[context.node.opType] ?? unsupported(context, 'this function is unknown.');
  const a = input(context, 0);
  const b = context.inputs[1] ?? a;
  const dims = broadcastDims(dimsOf(a), dimsOf(b)) ?? badShape(context, 'its inputs do not fit.');
  if (constantData(a) === undefined || constantData(b) === undefined) {
    unsupported(context, 'it compares computed values; only constants of the model can be compared.');
  }
  return { ...fold(context, { a, b, dims, f }), type: context.node.opType === 'Mod' ? a.type : 'bool' };
}

const LOGICAL: Readonly<Record<string, (a: number, b: number) => number>> = {
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
  Xor: (a, b) => Number((a !== 0) !== (b !== 0)),
  Not: (a) => Number(a === 0),
  Mod: (a, b) => a - b * Math.floor(a / b),
};

/** Handlers of the element-wise operators. */
export const ELEMENTWISE: Handlers = {
  ...Object.fromEntries(Object.keys(UNARY).map((name) => [name, unary])),
  ...Object.fromEntries(Object.keys(BINARY).map((name) => [name, binary])),
  ...Object.fromEntries(Object.keys(LOGICAL).map((name) => [name, logical])),
  Sum: binary,
  Mean: binary,
  Clip: clip,
  Relu: clip,
  Neg: negate,
  PRelu: prelu,
  Where: where,
};
