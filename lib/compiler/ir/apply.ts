import { affineOf, clipOf, type Form, IDENTITY, isAffine, type Scalar, X } from '../scalar.ts';
import type { Builder } from './builder.ts';
import type { Of, Tensor } from './tensor.ts';

// Functions of each element. A function of a function is one function of the first one's base, so that a chain becomes one table.

type Place = { readonly builder: Builder; readonly where: string };
type View = Pick<Of<'function'>, 'x' | 'scalar' | 'form' | 'isIncreasing'>;

function viewOf(x: Tensor): View {
  if (x.kind === 'function') return x;
  return { x, scalar: X, form: IDENTITY, isIncreasing: true };
}

function made(view: View, { builder, where }: Place): Tensor {
  return builder.tensor({ kind: 'function', ...view }, { size: view.x.size, where });
}

/** f applied to every element. */
export function applyUnary(x: Tensor, f: { apply: (x: number) => number; isIncreasing: boolean }, at: Place): Tensor {
  const { x: base, scalar, isIncreasing } = viewOf(x);
  const applied: Scalar = { kind: 'apply', apply: f.apply, args: [scalar] };
  return made({ x: base, scalar: applied, form: undefined, isIncreasing: isIncreasing && f.isIncreasing }, at);
}

/** f of the elements of two tensors that are functions of one base, such as x · sigmoid(x); undefined for others. */
export function applyBinary(x: Tensor, y: Tensor, f: (a: number, b: number) => number, at: Place): Tensor | undefined {
  const [left, right] = [viewOf(x), viewOf(y)];
  if (left.x !== right.x || x.size !== y.size || left.x.kind === 'constant') return undefined;
  const scalar: Scalar = { kind: 'apply', apply: f, args: [left.scalar, right.scalar] };
  return made({ x: left.x, scalar, form: undefined, isIncreasing: false }, at);
}

/** scale · x + offset with the same two numbers for each element. */
export function applyLine(x: Tensor, line: { scale: number; offset: number }, at: Place): Tensor {
  if (x.kind === 'affine') {
    const { length } = x.scale;
    return applyAffine(x, { scale: filled(length, line.scale), offset: filled(length, line.offset) }, at);
  }
  const { x: base, scalar, form, isIncreasing } = viewOf(x);
  const apply = (a: number): number => a * line.scale + line.offset;
  return made(
    {
      x: base,
      scalar: { kind: 'apply', apply, args: [scalar] },
      form: form && affineOf(form, line.scale, line.offset),
      isIncreasing: isIncreasing && line.scale > 0,
    },
    at,
  );
}

/** Each element clipped to [low, high]. */
export function applyClip(x: Tensor, { low, high }: { low: number; high: number }, at: Place): Tensor {
  const { x: base, scalar, form } = viewOf(x);
  const apply = (a: number): number => Math.min(high, Math.max(low, a));
  const clipped = form && clipOf(form, low, high);
  return made({ x: base, scalar: { kind: 'apply', apply, args: [scalar] }, form: clipped, isIncreasing: false }, at);
}

/** scale[j mod n] · x[j] + offset[j mod n]. Such on one another become one. */
export function applyAffine(x: Tensor, by: { scale: Float64Array; offset: Float64Array }, at: Place): Tensor {
  const first = by.scale[0] ?? 1;
  const isUniform = by.scale.every((value) => value === first) && by.offset.every((value) => value === by.offset[0]);
  if (isUniform && x.kind !== 'affine') return applyLine(x, { scale: first, offset: by.offset[0] ?? 0 }, at);
  const before = linesOf(x);
  if (before === undefined) return at.builder.tensor({ kind: 'affine', x, ...by }, { size: x.size, where: at.where });
  const length = Math.max(before.scale.length, by.scale.length);
  if (length % before.scale.length !== 0 || length % by.scale.length !== 0) {
    return at.builder.tensor({ kind: 'affine', x, ...by }, { size: x.size, where: at.where });
  }
  const [scale, offset] = [new Float64Array(length), new Float64Array(length)];
  for (let j = 0; j < length; j++) {
    const factor = by.scale[j % by.scale.length] ?? 0;
    scale[j] = factor * (before.scale[j % before.scale.length] ?? 0);
    offset[j] = factor * (before.offset[j % before.offset.length] ?? 0) + (by.offset[j % by.offset.length] ?? 0);
  }
  return at.builder.tensor({ kind: 'affine', x: before.x, scale, offset }, { size: x.size, where: at.where });
}

/** A tensor as a line over another one, by element; undefined where it is none. */
export function linesOf(x: Tensor): { x: Tensor; scale: Float64Array; offset: Float64Array } | undefined {
  if (x.kind === 'affine') return x;
  if (x.kind !== 'function' || x.form === undefined || !isAffine(x.form)) return undefined;
  return { x: x.x, scale: Float64Array.of(x.form.scale), offset: Float64Array.of(x.form.offset) };
}

/** The clipped line that a tensor is over another one; undefined where it is none. */
export function formOf(x: Tensor): { x: Tensor; form: Form } | undefined {
  return x.kind === 'function' && x.form !== undefined ? { x: x.x, form: x.form } : undefined;
}

function filled(length: number, value: number): Float64Array {
  return new Float64Array(length).fill(value);
}
