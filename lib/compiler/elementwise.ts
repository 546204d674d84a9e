import { broadcastDims, broadcastTo } from './broadcast.ts';
import { applyBinary, applyClip, applyDiagonal, applyLine, applyUnary, type Expr } from './expr.ts';
import { BINARY, INCREASING, UNARY } from './functions.ts';
import type { Value } from './value.ts';
import {
  badShape,
  constant,
  constantInput,
  type Handler,
  input,
  type NodeContext,
  placeOf,
  show,
  unsupported,
} from './value.ts';

const elements = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

function unary(context: NodeContext): Value {
  const { opType, attributes } = context.node;
  const x = input(context, 0);
  const apply = UNARY[opType]?.(attributes) ?? unsupported(context, 'this function is unknown.');
  if (x.kind === 'constant') return constant(context, x.dims, () => x.data.map(apply));
  const f = { apply, isIncreasing: INCREASING.has(opType) };
  return { ...x, expr: applyUnary(x.expr, f, placeOf(context)) };
}

function clip(context: NodeContext): Value {
  const { opType, attributes } = context.node;
  const x = input(context, 0);
  const bound = (place: number, name: string, otherwise: number): number =>
    opType === 'Relu' ? otherwise : (constantInput(context, place)?.data[0] ?? attributes.float(name, otherwise));
  const low = bound(1, 'min', opType === 'Relu' ? 0 : Number.NEGATIVE_INFINITY);
  const high = bound(2, 'max', Number.POSITIVE_INFINITY);
  const apply = (a: number): number => Math.min(high, Math.max(low, a));
  if (x.kind === 'constant') return constant(context, x.dims, () => x.data.map(apply));
  return { ...x, expr: applyClip(x.expr, { low, high }, placeOf(context)) };
}

function negate(context: NodeContext): Value {
  const x = input(context, 0);
  if (x.kind === 'constant') return constant(context, x.dims, () => x.data.map((value) => 0 - value));
  return { ...x, expr: applyLine(x.expr, { scale: -1, offset: 0 }, placeOf(context)) };
}

/** Operators of two inputs, of which usually one is a constant. */
function binary(context: NodeContext): Value {
  const f = BINARY[context.node.opType] ?? unsupported(context, 'this function is unknown.');
  if (context.inputs.length !== 2) unsupported(context, `it has ${context.inputs.length} inputs, not 2.`);
  const [a, b] = [input(context, 0), input(context, 1)];
  const dims = broadcastDims(context, a.dims, b.dims);
  if (a.kind === 'constant' && b.kind === 'constant') {
    return constant(context, dims, () => {
      const right = broadcastTo(b.data, b.dims, dims);
      return broadcastTo(a.data, a.dims, dims).map((value, j) => f(value, right[j] ?? 0));
    });
  }
  for (const value of [a, b]) {
    if (value.kind === 'computed' && elements(value.dims) !== elements(dims)) {
      unsupported(context, `repeating ${show(value.dims)} to ${show(dims)} is not possible yet.`);
    }
  }
  if (a.kind === 'computed' && b.kind === 'computed')
    return { kind: 'computed', dims, expr: both(context, a.expr, b.expr) };
  const [computed, known] = a.kind === 'computed' ? [a, b] : [b, a];
  if (computed.kind !== 'computed' || known.kind !== 'constant') return badShape(context, 'its inputs do not fit.');
  context.budget.take(3 * elements(dims), context.node.where);
  const data = broadcastTo(known.data, known.dims, dims);
  return {
    kind: 'computed',
    dims,
    expr: withConstant(context, { x: computed.expr, data, isFirst: a.kind === 'computed' }),
  };
}

function both(context: NodeContext, x: Expr, y: Expr): Expr {
  const { opType } = context.node;
  const at = placeOf(context);
  const f = BINARY[opType] ?? unsupported(context, 'this function is unknown.');
  const joined = applyBinary(x, y, f, at);
  if (joined !== undefined) return joined;
  if (opType !== 'Add' && opType !== 'Sub') {
    unsupported(
      context,
      'both inputs are computed, and not from the same tensor. Only Add and Sub take two such tensors.',
    );
  }
  const right = opType === 'Add' ? y : applyLine(y, { scale: -1, offset: 0 }, { name: '', where: at.where });
  return { kind: 'add', x, y: right, size: x.size, ...at };
}

/** x ∘ data, or data ∘ x where x is not the first. */
function withConstant(context: NodeContext, side: { x: Expr; data: Float64Array; isFirst: boolean }): Expr {
  const { opType } = context.node;
  const { x, data, isFirst } = side;
  const at = placeOf(context);
  const line = lineOf(opType, isFirst);
  const first = data[0] ?? 0;
  const isUniform = data.every((value) => value === first);
  if (line !== undefined && isUniform) return applyLine(x, line(first), at);
  if (line !== undefined) {
    const lines = Array.from(data, line);
    const scale = Float64Array.from(lines, (one) => one.scale);
    return applyDiagonal(x, { scale, offset: Float64Array.from(lines, (one) => one.offset) }, at);
  }
  if (!isUniform) unsupported(context, 'its constant must be the same for every element.');
  if (opType === 'Min') return applyClip(x, { low: Number.NEGATIVE_INFINITY, high: first }, at);
  if (opType === 'Max') return applyClip(x, { low: first, high: Number.POSITIVE_INFINITY }, at);
  const f = BINARY[opType] ?? unsupported(context, 'this function is unknown.');
  const apply = isFirst ? (a: number) => f(a, first) : (a: number) => f(first, a);
  return applyUnary(x, { apply, isIncreasing: false }, at);
}

/** What a constant does to x where that is a line; undefined for Pow, Min, Max and constant / x. */
function lineOf(opType: string, isFirst: boolean): ((c: number) => { scale: number; offset: number }) | undefined {
  if (opType === 'Add') return (c) => ({ scale: 1, offset: c });
  if (opType === 'Sub') return isFirst ? (c) => ({ scale: 1, offset: -c }) : (c) => ({ scale: -1, offset: c });
  if (opType === 'Mul') return (c) => ({ scale: c, offset: 0 });
  if (opType === 'Div' && isFirst) return (c) => ({ scale: 1 / c, offset: 0 });
  return undefined;
}

/** Handlers of the element-wise operators. */
export const ELEMENTWISE: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(Object.keys(UNARY).map((name) => [name, unary])),
  ...Object.fromEntries(Object.keys(BINARY).map((name) => [name, binary])),
  Clip: clip,
  Relu: clip,
  Neg: negate,
};
