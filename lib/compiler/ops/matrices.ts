import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import { applyLine } from '../ir/apply.ts';
import { broadcastDims } from '../ir/builder.ts';
import { placesOf } from '../ir/evaluate.ts';
import { type Axis, pixelwise, product } from '../ir/tensor.ts';
import { constantData, dimsOf, expanded, merged, transposed, type Value } from '../ir/view.ts';
import { badShape, type Handlers, input, make, type NodeContext, show } from './context.ts';
import { pair } from './elementwise.ts';
import { inRows } from './rows.ts';

const ONE: readonly Axis[] = [{ size: 1, stride: 0 }];

/** The matrix product of two values, at least one of which is computed. */
export function multiplied(context: NodeContext, left: Value, right: Value): Value {
  // A vector is a matrix of one row, or of one column.
  const a = left.axes.length === 1 ? { ...left, axes: [ONE, ...left.axes] } : left;
  const b = right.axes.length === 1 ? { ...right, axes: [...right.axes, ONE] } : right;
  const [aDims, bDims] = [dimsOf(a), dimsOf(b)];
  if (aDims.length < 2 || bDims.length < 2 || aDims.at(-1) !== bDims.at(-2)) {
    badShape(context, `it multiplies ${show(dimsOf(left))} and ${show(dimsOf(right))}.`);
  }
  const dropped = (value: Value): Value => {
    const axes = value.axes.filter((_, i) => {
      const isRow = left.axes.length === 1 && i === value.axes.length - 2;
      return !isRow && !(right.axes.length === 1 && i === value.axes.length - 1);
    });
    return { ...value, axes };
  };
  const isOne = (dims: readonly number[]): boolean => product(dims.slice(0, -2)) === 1;
  if (constantData(b) !== undefined && isOne(bDims) && constantData(a) === undefined) {
    const whole = withRank(a, bDims.length);
    const matrix = constantData(transposedLast({ ...b, axes: b.axes.slice(-2) })) ?? new Float64Array();
    return dropped(matrixOn(context, whole, { matrix, rows: bDims.at(-1) ?? 1 }));
  }
  if (constantData(a) !== undefined && isOne(aDims) && constantData(b) === undefined) {
    const whole = withRank(transposedLast(b), aDims.length);
    const matrix = constantData({ ...a, axes: a.axes.slice(-2) }) ?? new Float64Array();
    return dropped(transposedLast(matrixOn(context, whole, { matrix, rows: aDims.at(-2) ?? 1 })));
  }
  return dropped(batched(context, a, b));
}

function withRank(value: Value, rank: number): Value {
  const more = Math.max(0, rank - value.axes.length);
  return { ...value, axes: [...Array.from({ length: more }, () => ONE), ...value.axes] };
}

/** The last two dimensions exchanged. */
function transposedLast(value: Value): Value {
  const order = value.axes.map((_, i) => i);
  const last = order.splice(-2).toReversed();
  return transposed(value, [...order, ...last]);
}

/** A constant matrix [rows][columns] on the last dimension. */
export function matrixOn(
  context: NodeContext,
  x: Value,
  { matrix, rows }: { matrix: Float64Array; rows: number },
): Value {
  const last = x.axes.length - 1;
  const at = inRows(context, x, [last]);
  const columns = at.width;
  if (rows < 1 || columns > LIMITS.columns || matrix.length !== rows * columns) {
    throw new OnnxError(
      'onnx/limit',
      `${context.node.where}: a matrix of ${rows} × ${columns}; at most ${LIMITS.tensor} × ${LIMITS.columns}.`,
    );
  }
  // The columns in the order in which their elements lie in memory.
  const places = placesOf(merged(at.view.axes[last] ?? []), 0);
  context.builder.budget.take(matrix.length, context.node.where);
  const weights = new Float64Array(matrix.length);
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < columns; k++) weights[n * columns + (places[k] ?? 0)] = matrix[n * columns + k] ?? 0;
  }
  const kind = {
    kind: 'conv',
    x: at.tensor,
    window: pixelwise(at.rows, columns),
    groups: 1,
    rows,
    weights,
    bias: new Float64Array(rows),
    pad: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  } as const;
  const tensor = make(context, kind, at.rows * rows);
  const axes = at.view.axes.map((own, i) =>
    i === last
      ? [{ size: rows, stride: 1 }]
      : own.map(({ size, stride }) => ({ size, stride: (stride / columns) * rows })),
  );
  return { tensor, type: x.type, base: 0, axes };
}

/** Matrices of which both are computed, or that differ along other dimensions. */
function batched(context: NodeContext, a: Value, b: Value): Value {
  const { builder, node } = context;
  const [aDims, bDims] = [dimsOf(a), dimsOf(b)];
  const batch = broadcastDims(aDims.slice(0, -2), bDims.slice(0, -2)) ?? badShape(context, 'its matrices do not fit.');
  const [m, d, n] = [aDims.at(-2) ?? 1, aDims.at(-1) ?? 1, bDims.at(-1) ?? 1];
  const left = expanded(a, [...batch, m, d]) ?? badShape(context, 'its matrices do not fit.');
  const right = expanded(transposedLast(b), [...batch, n, d]) ?? badShape(context, 'its matrices do not fit.');
  const x = builder.gathered(left, merged(left.axes.flat()), node.where);
  const y = builder.gathered(right, merged(right.axes.flat()), node.where);
  const tensor = make(context, { kind: 'matmul', x, y, dims: [m, n, d], factor: 1 }, product(batch) * m * n);
  const dims = [...batch, m, n];
  let stride = tensor.size;
  const axes = dims.map((size) => {
    stride /= size;
    return [{ size, stride }];
  });
  return { tensor, type: a.type, base: 0, axes };
}

function matMul(context: NodeContext): Value {
  return multiplied(context, input(context, 0), input(context, 1));
}

function gemm(context: NodeContext): Value {
  const { attributes, where } = context.node;
  const [a, b] = [input(context, 0), input(context, 1)];
  if (a.axes.length !== 2 || b.axes.length !== 2) {
    badShape(context, `it multiplies ${show(dimsOf(a))} and ${show(dimsOf(b))}.`);
  }
  const left = attributes.int('transA', 0) !== 0 ? transposed(a, [1, 0]) : a;
  const right = attributes.int('transB', 0) !== 0 ? transposed(b, [1, 0]) : b;
  const [alpha, beta] = [attributes.float('alpha', 1), attributes.float('beta', 1)];
  const at = { builder: context.builder, where };
  const scaled = (value: Value, scale: number): Value =>
    scale === 1 ? value : { ...value, tensor: applyLine(value.tensor, { scale, offset: 0 }, at) };
  const y = scaled(multiplied(context, left, right), alpha);
  const c = context.inputs[2];
  if (c === undefined) return y;
  const sum = pair({ ...context, node: { ...context.node, opType: 'Add' } }, y, scaled(c, beta));
  if (show(dimsOf(sum)) !== show(dimsOf(y)))
    badShape(context, `a bias of shape ${show(dimsOf(c))} for ${show(dimsOf(y))}.`);
  return sum;
}

/** Handlers of the operators that are matrices. */
export const MATRICES: Handlers = { Gemm: gemm, MatMul: matMul };
