import { LIMITS } from '../engine/limits.ts';
import { OnnxError } from '../onnx/error.ts';
import { broadcastTo } from './broadcast.ts';
import { applyDiagonal, type Expr, type Matrix } from './expr.ts';
import {
  badShape,
  constantInput,
  type Handler,
  input,
  type NodeContext,
  placeOf,
  show,
  unsupported,
  type Value,
} from './value.ts';

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);

/** A constant matrix: element (row, column), whichever way it is stored. */
type Stored = {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly isTurned: boolean;
};

function storedOf(context: NodeContext, value: Value & { kind: 'constant' }, isTurned: boolean): Stored {
  const [rows = 1, columns = 1] = value.dims.slice(-2);
  if (value.dims.length < 2 || product(value.dims) !== rows * columns) {
    unsupported(context, `a constant of shape ${show(value.dims)} is no single matrix.`);
  }
  return { data: value.data, rows: isTurned ? columns : rows, columns: isTurned ? rows : columns, isTurned };
}

/** The matrix whose row n multiplies x: element (n, k) of the stored one, or (k, n) when `byColumns`. */
function matrixOf(
  stored: Stored,
  rule: { byColumns: boolean; factor: number; bias: Float64Array; context: NodeContext },
): Matrix {
  const { byColumns, factor, bias } = rule;
  const {
    budget,
    node: { where },
  } = rule.context;
  const rows = byColumns ? stored.columns : stored.rows;
  const columns = byColumns ? stored.rows : stored.columns;
  budget.take(rows * columns, where);
  const straight = byColumns === stored.isTurned; // rows lie one after the other already
  const weights = new Float64Array(rows * columns);
  for (let n = 0, at = 0; n < rows; n++) {
    for (let k = 0; k < columns; k++, at++) weights[at] = factor * (stored.data[straight ? at : k * rows + n] ?? 0);
  }
  return { rows, columns, weights, bias };
}

function dense(context: NodeContext, x: Expr, matrix: Matrix): Expr {
  if (matrix.columns !== x.size) badShape(context, `${matrix.columns} columns multiply ${x.size} elements.`);
  if (matrix.rows > LIMITS.tensor || matrix.columns > LIMITS.columns || matrix.rows < 1) {
    throw new OnnxError(
      'onnx/limit',
      `${context.node.where}: a matrix of ${matrix.rows} × ${matrix.columns}; at most ${LIMITS.tensor} × ${LIMITS.columns}.`,
    );
  }
  return { kind: 'dense', x, ...matrix, size: matrix.rows, ...placeOf(context) };
}

function gemm(context: NodeContext): Value {
  const { attributes } = context.node;
  const [a, b] = [input(context, 0), input(context, 1)];
  const [alpha, beta] = [attributes.float('alpha', 1), attributes.float('beta', 1)];
  const turned = { a: attributes.int('transA', 0) !== 0, b: attributes.int('transB', 0) !== 0 };
  if (a.dims.length !== 2 || b.dims.length !== 2)
    badShape(context, `it multiplies ${show(a.dims)} and ${show(b.dims)}.`);
  const rows = a.dims[turned.a ? 1 : 0] ?? 0;
  const columns = b.dims[turned.b ? 0 : 1] ?? 0;
  const dims = [rows, columns];
  if (rows !== 1 && columns !== 1) manyRows(context, a.kind === 'computed' ? rows : columns);
  const c = constantInput(context, 2);
  const offset = c === undefined ? new Float64Array(rows * columns) : biasOf(context, c, dims);
  const bias = offset.map((value) => beta * value);
  if (a.kind === 'computed' && b.kind === 'constant') {
    if (rows !== 1) manyRows(context, rows);
    const matrix = matrixOf(storedOf(context, b, turned.b), { byColumns: true, factor: alpha, bias, context });
    return { kind: 'computed', dims, expr: dense(context, a.expr, matrix) };
  }
  if (a.kind === 'constant' && b.kind === 'computed') {
    if (columns !== 1) manyRows(context, columns);
    const matrix = matrixOf(storedOf(context, a, turned.a), { byColumns: false, factor: alpha, bias, context });
    return { kind: 'computed', dims, expr: dense(context, b.expr, matrix) };
  }
  return unsupported(context, 'exactly one of its two matrices must be a constant of the model.');
}

function biasOf(
  context: NodeContext,
  c: { dims: readonly number[]; data: Float64Array },
  dims: number[],
): Float64Array {
  const fits = c.dims.length <= 2 && c.dims.every((dim, i) => dim === 1 || dim === dims[i + 2 - c.dims.length]);
  if (!fits) badShape(context, `a bias of shape ${show(c.dims)} for ${show(dims)}.`);
  return broadcastTo(c.data, c.dims, dims);
}

function matMul(context: NodeContext): Value {
  const [a, b] = [input(context, 0), input(context, 1)];
  if (a.kind === 'computed' && b.kind === 'constant') {
    const rows = product(a.dims.slice(0, -1));
    if (rows !== 1) manyRows(context, rows);
    const stored = storedOf(context, b.dims.length === 1 ? { ...b, dims: [...b.dims, 1] } : b, false);
    const bias = new Float64Array(stored.columns);
    const expr = dense(context, a.expr, matrixOf(stored, { byColumns: true, factor: 1, bias, context }));
    const dims = [...a.dims.slice(0, -1), ...(b.dims.length === 1 ? [] : [stored.columns])];
    return { kind: 'computed', dims, expr };
  }
  if (a.kind === 'constant' && b.kind === 'computed') {
    const isVector = b.dims.length === 1;
    const columns = isVector ? 1 : (b.dims.at(-1) ?? 1);
    if (columns !== 1) manyRows(context, columns);
    const stored = storedOf(context, a.dims.length === 1 ? { ...a, dims: [1, ...a.dims] } : a, false);
    const bias = new Float64Array(stored.rows);
    const expr = dense(context, b.expr, matrixOf(stored, { byColumns: false, factor: 1, bias, context }));
    const dims = [...b.dims.slice(0, -2), ...(a.dims.length === 1 ? [] : [stored.rows]), ...(isVector ? [] : [1])];
    return { kind: 'computed', dims, expr };
  }
  return unsupported(context, 'exactly one of its two matrices must be a constant of the model (no attention yet).');
}

function manyRows(context: NodeContext, rows: number): never {
  unsupported(context, `it multiplies ${rows} rows at once; only one row (a batch of 1) is possible yet.`);
}

/** (x − mean) / √(variance + ε) · scale + bias for each channel: a diagonal, which folds into a matrix beside it. */
function batchNormalization(context: NodeContext): Value {
  const x = input(context, 0);
  const { attributes } = context.node;
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((place) => constantInput(context, place)?.data);
  if (scale === undefined || bias === undefined || mean === undefined || variance === undefined) {
    badShape(context, 'it needs scale, bias, mean and variance.');
  }
  if (attributes.int('training_mode', 0) !== 0) unsupported(context, 'it is in training mode. Export for inference.');
  if (x.kind === 'constant') return unsupported(context, 'its input is a constant.');
  const channels = x.dims[1] ?? 0;
  if ([scale, bias, mean, variance].some((values) => values.length !== channels)) {
    badShape(context, `its parameters are not for ${channels} channels.`);
  }
  const epsilon = attributes.float('epsilon', 1e-5);
  const factor = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + epsilon));
  const shift = bias.map((value, c) => value - (mean[c] ?? 0) * (factor[c] ?? 0));
  context.budget.take(2 * x.expr.size, context.node.where);
  const inner = product(x.dims.slice(2));
  const spread = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: x.expr.size }, (_, j) => values[Math.floor(j / inner) % channels] ?? 0);
  const expr = applyDiagonal(x.expr, { scale: spread(factor), offset: spread(shift) }, placeOf(context));
  return { ...x, expr };
}

/** Handlers of the operators that are one matrix, or one number for each element. */
export const LINEAR: Readonly<Record<string, Handler>> = {
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: batchNormalization,
};
