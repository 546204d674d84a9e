import type { Budget } from '../budget.ts';
import { formOf } from '../ir/apply.ts';
import { placesOf } from '../ir/evaluate.ts';
import { type Axis, product, type Tensor } from '../ir/tensor.ts';
import { dimsOf, merged, type Value } from '../ir/view.ts';
import { isAffine } from '../scalar.ts';
import type { PastInput } from './inputs.ts';

// Where the elements of a tensor lie that is a past input with the new token's row behind it.

/** A view of past ++ new. */
export type Cached = {
  /** The leaf of the past. */
  readonly past: Tensor;
  /** The tensor that the new row is taken from. */
  readonly base: Tensor;
  /** For each element: its place in `past`, or −1 − its place in `base`. */
  readonly places: Int32Array;
  /** The elements are multiplied by this. */
  readonly gain: number;
};

/** How a past input's elements are numbered: `channels` of them for each of `length` positions. */
export type PastShape = { readonly channels: number; readonly inner: number };

/** The shape of a past input. */
export function pastShapeOf({ source, axis }: PastInput): PastShape {
  const dims = source.dims.map((dim, i) => (i === axis ? 1 : (dim ?? 1)));
  return { channels: product(dims), inner: product(dims.slice(axis + 1)) };
}

/** Channel and position of an element among `length` positions. */
export function placeOf({ inner }: PastShape, element: number, length: number): { channel: number; position: number } {
  const block = Math.floor(element / (inner * length));
  return { channel: block * inner + (element % inner), position: Math.floor(element / inner) % length };
}

/** A tensor as past ++ new; undefined for any other. */
export function cachedOf(
  tensor: Tensor,
  { pasts, budget }: { pasts: ReadonlyMap<Tensor, PastInput>; budget: Budget },
  start?: Int32Array,
): Cached | undefined {
  let places = start;
  let gain = 1;
  let at = tensor;
  for (;;) {
    const line = formOf(at);
    if (at.kind === 'move') {
      budget.work(at.size, tensor.where);
      places = through(placesOf(at.order, at.base), places);
      at = at.x;
    } else if (line !== undefined && isAffine(line.form) && line.form.offset === 0) {
      gain *= line.form.scale;
      at = line.x;
    } else break;
  }
  if (at.kind !== 'concat') return undefined;
  const [old, row] = [unmoved(at.x, budget), unmoved(at.y, budget)];
  if (!pasts.has(old.base)) return undefined;
  budget.work(at.size, tensor.where);
  const [a, b] = at.parts;
  const all = Int32Array.from({ length: at.size }, (_, j) => {
    const [block, rest] = [Math.floor(j / (a + b)), j % (a + b)];
    const own = rest < a ? block * a + rest : block * b + rest - a;
    return rest < a ? (old.places?.[own] ?? own) : -1 - (row.places?.[own] ?? own);
  });
  return { past: old.base, base: row.base, places: through(all, places), gain };
}

/** The same for a value, in its own order. */
export function cachedValue(value: Value, rules: Parameters<typeof cachedOf>[1]): Cached | undefined {
  rules.budget.work(product(dimsOf(value)), value.tensor.where);
  return cachedOf(value.tensor, rules, placesOf(merged(value.axes.flat()), value.base));
}

/** The tensor under moves, and where the elements lie in it. */
export function unmoved(tensor: Tensor, budget: Budget): { base: Tensor; places: Int32Array | undefined } {
  let places: Int32Array | undefined;
  let at = tensor;
  while (at.kind === 'move') {
    budget.work(at.size, tensor.where);
    places = through(placesOf(at.order, at.base), places);
    at = at.x;
  }
  return { base: at, places };
}

/** Places as a base and at most `most` axes, the outermost first; undefined where they do not lie so evenly. */
export function axesFor(places: Int32Array, most: number): { base: number; order: Axis[] } | undefined {
  const [base = 0] = places;
  const order: Axis[] = [];
  for (let block = 1; block < places.length; ) {
    const stride = (places[block] ?? 0) - base;
    let size = 1;
    while (size * block < places.length && places[size * block] === base + size * stride) size++;
    if (order.length === most || places.length % (size * block) !== 0) return undefined;
    order.unshift({ size, stride });
    block *= size;
  }
  const found = placesOf(order, base);
  return found.length === places.length && found.every((place, j) => place === places[j]) ? { base, order } : undefined;
}

function through(inner: Int32Array, outer: Int32Array | undefined): Int32Array {
  return outer === undefined ? inner : outer.map((place) => inner[place] ?? 0);
}
