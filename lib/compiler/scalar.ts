/**
 * A function of one number, as a graph without cycles: what a chain of element-wise operators does to an element. Shared
 * parts are evaluated once, so that x · x · x … stays cheap.
 */
export type Scalar =
  | { readonly kind: 'x' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'apply'; readonly apply: (a: number, b: number) => number; readonly args: readonly Scalar[] };

/** The argument itself. */
export const X: Scalar = { kind: 'x' };

/** A Scalar as a function: its parts in order, each evaluated once a call. */
export function toFunction(scalar: Scalar): (x: number) => number {
  const parts = inOrder(scalar);
  const place = new Map(parts.map((part, index) => [part, index]));
  const steps = parts.map((part) => ({
    part,
    a: part.kind === 'apply' ? (place.get(part.args[0] ?? X) ?? 0) : 0,
    b: part.kind === 'apply' ? (place.get(part.args[1] ?? X) ?? 0) : 0,
  }));
  const values = new Float64Array(steps.length);
  return (x) => {
    steps.forEach(({ part, a, b }, index) => {
      if (part.kind === 'x') values[index] = x;
      else if (part.kind === 'constant') values[index] = part.value;
      else values[index] = part.apply(values[a] ?? 0, values[b] ?? 0);
    });
    return values.at(-1) ?? x;
  };
}

/** Steps that one evaluation takes. */
export function stepsOf(scalar: Scalar): number {
  return inOrder(scalar).length;
}

/** Every part after the parts it reads, the whole last. No recursion: a chain may be long. */
function inOrder(scalar: Scalar): Scalar[] {
  const done = new Set<Scalar>();
  const stack = [scalar];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const waiting = done.has(top) || top.kind !== 'apply' ? [] : top.args.filter((part) => !done.has(part));
    if (waiting.length > 0) stack.push(...waiting);
    else {
      done.add(top);
      stack.pop();
    }
  }
  return [...done];
}

/** clip(scale · x + offset, low, high): the functions that a linear operator's own saturation can do. */
export type Form = { readonly scale: number; readonly offset: number; readonly low: number; readonly high: number };

/** x itself. */
export const IDENTITY: Form = { scale: 1, offset: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** True when nothing is clipped. */
export function isAffine({ low, high }: Form): boolean {
  return low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
}

/** scale · form(x) + offset, as a form. */
export function affineOf(form: Form, scale: number, offset: number): Form {
  if (scale === 0) return { scale: 0, offset, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const ends = [form.low * scale + offset, form.high * scale + offset];
  return {
    scale: form.scale * scale,
    offset: form.offset * scale + offset,
    low: Math.min(...ends),
    high: Math.max(...ends),
  };
}

/** form(x) clipped once more. */
export function clipOf(form: Form, low: number, high: number): Form {
  const clip = (value: number): number => Math.min(high, Math.max(low, value));
  return { ...form, low: clip(form.low), high: clip(form.high) };
}
