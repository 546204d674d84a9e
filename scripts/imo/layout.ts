import { placesOf } from '../../lib/compiler/ir/evaluate.ts';
import type { Quantisation } from './quantisation.ts';

/** Reads a tensor of the program in the order of the model's own. */
export function layoutOf(
  axes: Quantisation['tensors'][number]['axes'],
): (values: ArrayLike<number>) => ArrayLike<number> {
  if (axes.length === 0) return (values) => values;
  const places = placesOf(
    axes.map(([size, stride]) => ({ size, stride })),
    0,
  );
  return (values) => Float64Array.from(places, (place) => values[place] ?? 0);
}
