import { affineOf, clipOf, type Form, IDENTITY, type Scalar, X } from './scalar.ts';

/**
 * What a tensor of the model is, in terms of the request's bytes. `name` is the ONNX tensor that has these values, `where` the
 * node that made it, for messages. Shapes do not matter here: elements are in one order, row by row.
 */
export type Expr =
  | ({ readonly kind: 'input' } & Named)
  | ({ readonly kind: 'dense'; readonly x: Expr } & Matrix & Named)
  /** scale[j] · x[j] + offset[j] */
  | ({
      readonly kind: 'diagonal';
      readonly x: Expr;
      readonly scale: Float64Array;
      readonly offset: Float64Array;
    } & Named)
  | ({
      readonly kind: 'elementwise';
      /** Never elementwise itself. */
      readonly base: Expr;
      readonly scalar: Scalar;
      /** The same function as a clipped line, where it is one. */
      readonly form: Form | undefined;
      readonly isIncreasing: boolean;
    } & Named)
  | ({ readonly kind: 'add'; readonly x: Expr; readonly y: Expr } & Named)
  | ({ readonly kind: 'softmax'; readonly x: Expr } & Named)
  | ({ readonly kind: 'argmax'; readonly x: Expr } & Named);

/** weights is [rows][columns], row by row. */
export type Matrix = {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
};

type Named = { readonly size: number; readonly name: string; readonly where: string };
type Place = { readonly name: string; readonly where: string };

/** An expression seen as a function of a base. */
type View = { base: Expr; scalar: Scalar; form: Form | undefined; isIncreasing: boolean };

function viewOf(x: Expr): View {
  if (x.kind === 'elementwise') return x;
  return { base: x, scalar: X, form: IDENTITY, isIncreasing: true };
}

/** f applied to every element. */
export function applyUnary(x: Expr, f: { apply: (x: number) => number; isIncreasing: boolean }, at: Place): Expr {
  const { base, scalar, isIncreasing } = viewOf(x);
  const applied: Scalar = { kind: 'apply', apply: f.apply, args: [scalar] };
  const keeps = isIncreasing && f.isIncreasing;
  return { kind: 'elementwise', base, scalar: applied, form: undefined, isIncreasing: keeps, size: x.size, ...at };
}

/** f of the elements of two tensors that are functions of one base, such as x · sigmoid(x); undefined for others. */
export function applyBinary(x: Expr, y: Expr, f: (a: number, b: number) => number, at: Place): Expr | undefined {
  const [left, right] = [viewOf(x), viewOf(y)];
  if (left.base !== right.base || x.size !== y.size) return undefined;
  const scalar: Scalar = { kind: 'apply', apply: f, args: [left.scalar, right.scalar] };
  const shape = { form: undefined, isIncreasing: false, size: x.size };
  return { kind: 'elementwise', base: left.base, scalar, ...shape, ...at };
}

/** scale · x + offset with the same two numbers for each element. */
export function applyLine(x: Expr, line: { scale: number; offset: number }, at: Place): Expr {
  const { base, scalar, form, isIncreasing } = viewOf(x);
  const apply = (a: number): number => a * line.scale + line.offset;
  return {
    kind: 'elementwise',
    base,
    scalar: { kind: 'apply', apply, args: [scalar] },
    form: form && affineOf(form, line.scale, line.offset),
    isIncreasing: isIncreasing && line.scale > 0,
    size: x.size,
    ...at,
  };
}

/** Each element clipped to [low, high]. */
export function applyClip(x: Expr, range: { low: number; high: number }, at: Place): Expr {
  const { low, high } = range;
  const { base, scalar, form } = viewOf(x);
  const apply = (a: number): number => Math.min(high, Math.max(low, a));
  return {
    kind: 'elementwise',
    base,
    scalar: { kind: 'apply', apply, args: [scalar] },
    form: form && clipOf(form, low, high),
    isIncreasing: false,
    size: x.size,
    ...at,
  };
}

/** scale[j] · x[j] + offset[j]. Diagonals on one another become one. */
export function applyDiagonal(x: Expr, by: { scale: Float64Array; offset: Float64Array }, at: Place): Expr {
  const { scale, offset } = by;
  if (x.kind !== 'diagonal') return { kind: 'diagonal', x, scale, offset, size: x.size, ...at };
  const joined = {
    scale: x.scale.map((value, j) => value * (scale[j] ?? 0)),
    offset: x.offset.map((value, j) => value * (scale[j] ?? 0) + (offset[j] ?? 0)),
  };
  return { kind: 'diagonal', x: x.x, ...joined, size: x.size, ...at };
}

/** The same values under another name. */
export function rename(x: Expr, name: string): Expr {
  return { ...x, name };
}
