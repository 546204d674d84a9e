import { applyLine, applyUnary } from '../ir/apply.ts';
import { type Axis, pixelwise, product, type Tensor, type Window } from '../ir/tensor.ts';
import { dimsOf, isPermutation, type Value } from '../ir/view.ts';
import { axesOf, type Handlers, input, make, type NodeContext } from './context.ts';
import { inRows } from './rows.ts';

/** Where the elements that are reduced lie: [outer][width][inner]. */
type Blocks = { tensor: Tensor; outer: number; width: number; inner: number; view: Omit<Value, 'tensor'> };

/** The dimensions `axes` as one block between others, without a move where they lie so. */
function inBlocks(context: NodeContext, x: Value, axes: readonly number[]): Blocks {
  const width = product(dimsOf(x).filter((_, axis) => axes.includes(axis)));
  if (isPermutation(x)) {
    const all = x.axes.flatMap((own, axis) => own.map((one) => ({ one, isReduced: axes.includes(axis) })));
    const sorted = all.filter(({ one }) => one.size !== 1).toSorted((a, b) => b.one.stride - a.one.stride);
    const flags = sorted.map(({ isReduced }) => isReduced);
    const [first, last] = [flags.indexOf(true), flags.lastIndexOf(true)];
    if (first >= 0 && flags.slice(first, last + 1).every((flag) => flag)) {
      const inner = product(sorted.slice(last + 1).map(({ one }) => one.size));
      const { tensor } = x;
      return {
        tensor,
        outer: tensor.size / width / inner,
        width,
        inner,
        view: { type: x.type, base: 0, axes: x.axes },
      };
    }
  }
  const { tensor, rows, view } = inRows(context, x, axes);
  return { tensor, outer: rows, width, inner: 1, view };
}

/** The view of what is left: the reduced dimensions have one element, or none. */
function viewOf(context: NodeContext, { width, inner, view }: Blocks, axes: readonly number[]): Omit<Value, 'tensor'> {
  const keeps = context.node.attributes.int('keepdims', 1) !== 0;
  const moved = ({ size, stride }: Axis): Axis => ({ size, stride: stride >= inner * width ? stride / width : stride });
  return {
    ...view,
    axes: view.axes.flatMap((own, axis) => {
      if (!axes.includes(axis)) return [own.map(moved)];
      return keeps ? [[{ size: 1, stride: 0 }]] : [];
    }),
  };
}

function windowFor({ outer, width, inner }: Blocks): Window {
  if (inner === 1) return { ...pixelwise(outer, width) };
  return { ...pixelwise(outer, inner), width, kernelWidth: width, strideX: width };
}

function reduced(context: NodeContext): { x: Value; axes: readonly number[] } {
  const x = input(context, 0);
  const isNothing = context.node.attributes.int('noop_with_empty_axes', 0) !== 0;
  const axes = axesOf(context, 1, x.axes.length) ?? (isNothing ? [] : x.axes.map((_, axis) => axis));
  return { x, axes };
}

/** Sums with equal weights. */
function summed(context: NodeContext, x: Value, axes: readonly number[], weightOf: (width: number) => number): Value {
  const blocks = inBlocks(context, x, axes);
  const { tensor, outer, width, inner } = blocks;
  const kind = {
    kind: 'conv',
    x: tensor,
    window: windowFor(blocks),
    groups: inner,
    rows: inner,
    weights: new Float64Array(inner * width).fill(weightOf(width)),
    bias: new Float64Array(inner),
    pad: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  } as const;
  context.builder.budget.take(inner * width, context.node.where);
  return { ...viewOf(context, blocks, axes), tensor: make(context, kind, outer * inner) };
}

function mean(context: NodeContext): Value {
  const { x, axes } = reduced(context);
  if (axes.length === 0) return x;
  const y = summed(context, x, axes, (width) => 1 / width);
  if (y.tensor.kind !== 'constant') context.builder.means.set(y.tensor, { of: x, rows: inRows(context, x, axes) });
  return y;
}

function sum(context: NodeContext): Value {
  const { x, axes } = reduced(context);
  return axes.length === 0 ? x : summed(context, x, axes, () => 1);
}

/** Sums of a function of the elements, and a function of the sum. */
function through(before: (x: number) => number, after?: (x: number) => number) {
  return (context: NodeContext): Value => {
    const { x, axes } = reduced(context);
    const at = { builder: context.builder, where: context.node.where };
    const f = { apply: before, isIncreasing: false };
    const y = summed(context, { ...x, tensor: applyUnary(x.tensor, f, at) }, axes, () => 1);
    return after === undefined ? y : { ...y, tensor: applyUnary(y.tensor, { apply: after, isIncreasing: false }, at) };
  };
}

function largest(context: NodeContext): Value {
  const { x, axes } = reduced(context);
  if (axes.length === 0) return x;
  const sign = context.node.opType === 'ReduceMin' ? -1 : 1;
  const at = { builder: context.builder, where: context.node.where };
  const signed = (tensor: Tensor): Tensor => (sign === 1 ? tensor : applyLine(tensor, { scale: -1, offset: 0 }, at));
  const blocks = inBlocks(context, { ...x, tensor: signed(x.tensor) }, axes);
  const { tensor, outer, width, inner } = blocks;
  const view = viewOf(context, blocks, axes);
  if (width === 1) return { ...view, tensor: signed(tensor) };
  const shape = { ...pixelwise(outer, inner), width, kernelWidth: width, strideX: width };
  return { ...view, tensor: signed(make(context, { kind: 'pool', x: tensor, window: shape }, outer * inner)) };
}

/** Handlers of the reductions. */
export const REDUCTIONS: Handlers = {
  ReduceMean: mean,
  ReduceSum: sum,
  ReduceSumSquare: through((x) => x * x),
  ReduceL1: through(Math.abs),
  ReduceL2: through((x) => x * x, Math.sqrt),
  ReduceMax: largest,
  ReduceMin: largest,
};
