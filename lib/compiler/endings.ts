import type { Expr } from './expr.ts';
import { axisOf, type Handler, input, type NodeContext, placeOf, unsupported, type Value } from './value.ts';

function softmax(context: NodeContext): Value {
  const { opset, node, notes } = context;
  const x = input(context, 0);
  if (x.kind === 'constant') return unsupported(context, 'its input is a constant.');
  const axis = axisOf(context, node.attributes.int('axis', opset < 13 ? 1 : -1), x.dims.length);
  const group = opset < 13 ? x.dims.slice(axis) : [x.dims[axis] ?? 1];
  if (group.reduce((all, dim) => all * dim, 1) !== x.expr.size) {
    unsupported(context, 'it normalises parts of the tensor; only one over the whole answer is possible yet.');
  }
  notes.add(`${node.where} is left out: the program's answer ranks its inputs, which ${node.opType} does not change.`);
  return { ...x, expr: { kind: 'softmax', x: x.expr, size: x.expr.size, ...placeOf(context) } };
}

function argMax(context: NodeContext): Value {
  const { node } = context;
  const x = input(context, 0);
  if (x.kind === 'constant') return unsupported(context, 'its input is a constant.');
  const axis = axisOf(context, node.attributes.int('axis', 0), x.dims.length);
  if (x.dims[axis] !== x.expr.size)
    unsupported(context, 'it looks at parts of the tensor; only the whole is possible yet.');
  if (node.attributes.int('select_last_index', 0) !== 0) unsupported(context, 'of equal elements, the first is taken.');
  const keeps = node.attributes.int('keepdims', 1) !== 0;
  const dims = x.dims.flatMap((dim, i) => (i !== axis ? [dim] : keeps ? [1] : []));
  return { kind: 'computed', dims, expr: argmaxOf(x.expr, placeOf(context)) };
}

/** The index of the largest element; what keeps the order of the elements is stepped over. */
export function argmaxOf(x: Expr, at: { name: string; where: string }): Expr & { kind: 'argmax' } {
  return { kind: 'argmax', x: ranked(x), size: 1, ...at };
}

/** The tensor that has the same ranking, before Softmax and other increasing functions. */
export function ranked(x: Expr): Expr {
  if (x.kind === 'softmax') return ranked(x.x);
  if (x.kind === 'elementwise' && x.isIncreasing) return ranked(x.base);
  return x;
}

/** Handlers of the operators that end a classifier. */
export const ENDINGS: Readonly<Record<string, Handler>> = { Softmax: softmax, LogSoftmax: softmax, ArgMax: argMax };
