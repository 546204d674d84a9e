import type { Evaluate } from './evaluate.ts';
import type { Of } from './tensor.ts';

// The float reading of what knows of steps: of a text, tokens come one after the other, and attention looks back at all before.

const NONE: ArrayLike<number> = [];

/** Rows that steps left behind, in order; position 0 begins anew. */
export class Past {
  readonly #rows: ArrayLike<number>[] = [];

  /** Adds the row of a position; returns all rows up to it. */
  add(position: number, row: ArrayLike<number>): readonly ArrayLike<number>[] {
    this.#rows.length = Math.min(this.#rows.length, position);
    this.#rows.push(row);
    return this.#rows;
  }
}

/** The embedding of a step [byte, position]. */
export function embedded(
  { tokens, positions, size }: Pick<Of<'embed'>, 'tokens' | 'positions' | 'size'>,
  at: ArrayLike<number>,
): Float64Array {
  const [byte, position] = [at[0] ?? 0, at[1] ?? 0];
  const out = new Float64Array(size);
  for (let j = 0; j < size; j++) out[j] = (tokens[byte * size + j] ?? 0) + (positions[position * size + j] ?? 0);
  return out;
}

/** Scores with every position so far: [heads][position + 1]. Sources: query, key, step. */
export function scoresOf({ heads, factor }: Pick<Of<'scores'>, 'heads' | 'factor'>): Evaluate {
  const past = new Past();
  return ([q = NONE, key = NONE, at = NONE]) => {
    const keys = past.add(at[1] ?? 0, key);
    const width = q.length / heads;
    const out = new Float64Array(heads * keys.length);
    for (let h = 0, to = 0; h < heads; h++) {
      for (const row of keys) {
        let sum = 0;
        for (let i = h * width; i < (h + 1) * width; i++) sum += (q[i] ?? 0) * (row[i] ?? 0);
        out[to++] = factor * sum;
      }
    }
    return out;
  };
}

/** The weighted mean of the values so far. Sources: scores, value, step. */
export function mixOf({ heads }: Pick<Of<'mix'>, 'heads'>): Evaluate {
  const past = new Past();
  return ([scores = NONE, value = NONE, at = NONE]) => {
    const values = past.add(at[1] ?? 0, value);
    const [width, count] = [value.length / heads, values.length];
    const out = new Float64Array(value.length);
    for (let h = 0; h < heads; h++) {
      let [most, sum] = [Number.NEGATIVE_INFINITY, 0];
      for (let s = 0; s < count; s++) most = Math.max(most, scores[h * count + s] ?? 0);
      for (let s = 0; s < count; s++) {
        const power = Math.exp((scores[h * count + s] ?? 0) - most);
        sum += power;
        for (let j = h * width; j < (h + 1) * width; j++) out[j] = (out[j] ?? 0) + power * (values[s]?.[j] ?? 0);
      }
      for (let j = h * width; j < (h + 1) * width; j++) out[j] = (out[j] ?? 0) / sum;
    }
    return out;
  };
}
