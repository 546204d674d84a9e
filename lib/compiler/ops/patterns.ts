import type { Value } from '../ir/view.ts';
import { toFunction } from '../scalar.ts';
import { make, type NodeContext } from './context.ts';
import type { Rows } from './rows.ts';

// LayerNormalization and RMS normalisation as exporters write them out: x − mean(x), then ÷ √(mean of squares + ε).

/** What a ReduceMean was the mean of: its input, and the same in rows. */
export type MeanOf = { readonly of: Value; readonly rows: Rows };

/** Values at which a function is compared with the one that it may be. */
const PROBES = [0.5, 1, 2, 7, 30];

function isSame(a: Value, b: Value): boolean {
  return a.tensor === b.tensor && hasSameAxes(a, b);
}

function hasSameAxes(a: Value, b: Value): boolean {
  return a.base === b.base && JSON.stringify(a.axes) === JSON.stringify(b.axes);
}

/** A part of a normalisation as one tensor; undefined for anything else. */
export function foldedPattern(context: NodeContext, a: Value, b: Value): Value | undefined {
  const { opType } = context.node;
  const { means } = context.builder;
  if (opType === 'Sub') {
    const mean = means.get(b.tensor);
    if (mean === undefined || !isSame(mean.of, a)) return undefined;
    const { tensor, rows, view } = mean.rows;
    return { ...view, tensor: make(context, { kind: 'center', x: tensor, rows }, tensor.size) };
  }
  if (opType === 'Div') return divided(context, a, b, (root) => root);
  if (opType === 'Mul') {
    return divided(context, a, b, (root) => 1 / root) ?? divided(context, b, a, (root) => 1 / root);
  }
  return undefined;
}

/** x ÷ √(mean(x²) + ε), where `by` is that root or its inverse. */
function divided(context: NodeContext, x: Value, by: Value, rootOf: (value: number) => number): Value | undefined {
  if (by.tensor.kind !== 'function') return undefined;
  const mean = context.builder.means.get(by.tensor.x);
  const squares = mean?.of.tensor;
  if (mean === undefined || squares?.kind !== 'function' || squares.x !== x.tensor) return undefined;
  if (!hasSameAxes(mean.of, x)) return undefined;
  const square = toFunction(squares.scalar);
  if (!PROBES.every((probe) => Math.abs(square(-probe) - probe ** 2) < 1e-6 * probe ** 2)) return undefined;
  const root = toFunction(by.tensor.scalar);
  const epsilon = rootOf(root(0)) ** 2;
  const isRoot = PROBES.every((probe) => Math.abs(rootOf(root(probe)) ** 2 - probe - epsilon) < 1e-6 * probe);
  if (!isRoot || !Number.isFinite(epsilon)) return undefined;
  const { rows, view, order } = mean.rows;
  const tensor = context.builder.gathered(x, order, context.node.where);
  return { ...view, tensor: make(context, { kind: 'normalise', x: tensor, rows, epsilon }, tensor.size) };
}
