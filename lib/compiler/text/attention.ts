import { OnnxError, quote } from '../../onnx/error.ts';
import { formOf } from '../ir/apply.ts';
import type { Builder } from '../ir/builder.ts';
import { withSources } from '../ir/simplify.ts';
import { inOrder, type Of, sourcesOf, type Tensor } from '../ir/tensor.ts';
import type { Value } from '../ir/view.ts';
import { isAffine } from '../scalar.ts';
import { axesFor, type Cached, cachedOf, cachedValue, pastShapeOf, placeOf } from './cached.ts';
import type { PastInput } from './inputs.ts';

// Attention over a cache, as exporters write it: q · (past ++ new)ᵀ, a softmax, and its product with (past ++ new).

const MOST_AXES = 6;

/** The row that a step adds to a past: where each channel of it lies in `base`. */
type NewRow = { readonly output: string; readonly base: Tensor; readonly places: Int32Array };

/** The outputs that give the past back, one longer; what is left over are others. Throws OnnxError that names a past that none gives back. */
export function newRowsOf(
  outputs: ReadonlyMap<string, Value>,
  at: { pasts: ReadonlyMap<Tensor, PastInput>; length: number; builder: Builder },
): { rows: Map<Tensor, NewRow>; others: string[] } {
  const { pasts, length, builder } = at;
  const rows = new Map<Tensor, NewRow>();
  const others: string[] = [];
  for (const [output, value] of outputs) {
    const cached = cachedValue(value, { pasts, budget: builder.budget });
    const past = cached && pasts.get(cached.past);
    if (cached === undefined || past === undefined) {
      others.push(output);
      continue;
    }
    const shape = pastShapeOf(past);
    const places = new Int32Array(shape.channels);
    const isGood =
      cached.gain === 1 &&
      cached.places.length === shape.channels * (length + 1) &&
      cached.places.every((place, j) => {
        const { channel, position } = placeOf(shape, j, length + 1);
        if (place < 0) {
          places[channel] = -1 - place;
          return position === length;
        }
        const old = placeOf(shape, place, length);
        return position < length && old.channel === channel && old.position === position;
      });
    if (!isGood || rows.has(cached.past)) {
      throw new OnnxError(
        'onnx/unsupported',
        `Output ${quote(output)} is not input ${quote(past.name)} with one row behind it. Export past and present as keys and values joined along the sequence.`,
      );
    }
    rows.set(cached.past, { output, base: cached.base, places });
  }
  for (const [leaf, { name }] of pasts) {
    if (rows.has(leaf)) continue;
    throw new OnnxError(
      'onnx/unsupported',
      `No output is input ${quote(name)} with the new row behind it (Concat of past and new): export the model with its present keys and values as outputs.`,
    );
  }
  return { rows, others };
}

/** The tensor without its pasts: each attention over them as scores and a mean over positions. Throws OnnxError that names the node. */
export function withAttention(
  last: Tensor,
  at: {
    rows: ReadonlyMap<Tensor, NewRow>;
    pasts: ReadonlyMap<Tensor, PastInput>;
    length: number;
    context: number;
    builder: Builder;
  },
): Tensor {
  return new Attention(at).replaced(last);
}

type Query = {
  readonly tensor: Of<'matmul'>;
  readonly q: Tensor;
  readonly key: Tensor;
  readonly heads: number;
  readonly gain: number;
};

class Attention {
  readonly #at: Parameters<typeof withAttention>[1];
  readonly #joined = new Map<Tensor, Tensor>();
  readonly #queries = new Map<Tensor, Query>();

  constructor(at: Parameters<typeof withAttention>[1]) {
    this.#at = at;
  }

  replaced(last: Tensor): Tensor {
    const { pasts } = this.#at;
    for (const tensor of inOrder(last))
      this.#joined.set(tensor, this.#mix(tensor) ?? withSources(tensor, this.#joined));
    const result = this.#joined.get(last) ?? last;
    const ofPast = new Set<Tensor>();
    for (const tensor of inOrder(result)) {
      if (!pasts.has(tensor) && !sourcesOf(tensor).some((source) => ofPast.has(source))) continue;
      ofPast.add(tensor);
      const isLayout =
        tensor.kind === 'input' || tensor.kind === 'move' || tensor.kind === 'concat' || tensor.kind === 'function';
      if (!isLayout || tensor === result) refuse(tensor, 'it reads the past in another way than attention does');
    }
    return result;
  }

  /** A product with the past: the first of an attention is remembered, the second made. */
  #mix(tensor: Tensor): Tensor | undefined {
    if (tensor.kind !== 'matmul') return undefined;
    const { pasts, length, context, builder } = this.#at;
    const cached = cachedOf(tensor.y, { pasts, budget: builder.budget });
    if (cached === undefined) return undefined;
    const softmax = under(tensor.x);
    const [m, n, d] = tensor.dims;
    if (softmax.tensor.kind !== 'softmax') {
      if (n !== length + 1) refuse(tensor, 'it multiplies past keys in another way than a query with each of them');
      const key = this.#row(tensor, cached, { channels: d, isTransposed: false });
      const q = this.#joined.get(tensor.x) ?? tensor.x;
      this.#queries.set(tensor, { tensor, q, key, heads: q.size / d, gain: tensor.factor * cached.gain });
      return undefined;
    }
    if (d !== length + 1 || softmax.gain !== 1 || softmax.offset !== 0)
      refuse(tensor, 'it weighs past values in another way than with a softmax over all of them');
    const scores = under(softmax.tensor.x);
    const query = this.#queries.get(scores.tensor);
    const heads = softmax.tensor.rows;
    if (query === undefined || query.heads !== heads || tensor.x.size !== heads * (length + 1)) {
      refuse(
        softmax.tensor,
        `its input is not the product of a query with past keys, times a number (it comes from ${scores.tensor.where})`,
      );
    }
    const factor = query.gain * scores.gain; // what is added to all scores, a softmax does not see
    if (!(factor > 0) || !Number.isFinite(factor)) refuse(query.tensor, `the scores are multiplied by ${factor}`);
    const value = this.#row(tensor, cached, { channels: n, isTransposed: true });
    const { where, name, axes } = tensor;
    const x = builder.tensor(
      { kind: 'scores', x: query.q, y: query.key, heads, factor },
      { size: heads * context, where: query.tensor.where },
    );
    const mixed = builder.tensor({ kind: 'mix', x, y: value, heads }, { size: heads * n, where });
    if (m * n * (heads / m) !== tensor.size) refuse(tensor, 'its heads are not in one piece');
    if (cached.gain === 1) return Object.assign(mixed, { name, axes });
    return refuse(tensor, `the past values are multiplied by ${cached.gain}: do that after the mean`);
  }

  /**
   * The new token's row in the order in which a product reads the past: [head][channel]. y is [batch][position][channel] or, transposed,
   * [batch][channel][position]; heads of one batch share its rows.
   */
  #row(
    tensor: Of<'matmul'>,
    cached: Cached,
    { channels, isTransposed }: { channels: number; isTransposed: boolean },
  ): Tensor {
    const { pasts, rows, length, builder } = this.#at;
    const past = pasts.get(cached.past);
    const row = rows.get(cached.past);
    const [shared] = tensor.dims;
    const batches = cached.places.length / (channels * (length + 1));
    if (past === undefined || row === undefined || cached.base !== row.base) {
      return refuse(
        tensor,
        `what it reads behind ${quote(past?.name ?? '')} is not what ${quote(row?.output ?? 'an output')} gives back`,
      );
    }
    const shape = pastShapeOf(past);
    builder.budget.take(batches * shared * channels, tensor.where);
    const places = new Int32Array(batches * shared * channels);
    for (let batch = 0; batch < batches; batch++) {
      for (let c = 0; c < channels; c++) {
        const placeAt = (position: number): number => {
          const inner = isTransposed ? c * (length + 1) + position : position * channels + c;
          return cached.places[batch * channels * (length + 1) + inner] ?? 0;
        };
        const { channel } = placeOf(shape, placeAt(0), length);
        const isGood = Array.from({ length }, (_, s) => placeAt(s)).every((place, s) => {
          const found = placeOf(shape, place, length);
          return place >= 0 && found.channel === channel && found.position === s;
        });
        const own = row.places[channel] ?? 0;
        if (!isGood || placeAt(length) !== -1 - own) refuse(tensor, `it reads ${quote(past.name)} out of order`);
        for (let head = 0; head < shared; head++) places[(batch * shared + head) * channels + c] = own;
      }
    }
    const base = this.#joined.get(row.base) ?? row.base;
    if (places.length === base.size && places.every((place, j) => place === j)) return base;
    const axes = axesFor(places, MOST_AXES);
    if (axes === undefined) return refuse(tensor, `the heads of ${quote(past.name)} do not lie evenly`);
    return builder.tensor({ kind: 'move', x: base, ...axes }, { size: places.length, where: tensor.where });
  }
}

/** What lies under moves that change nothing, and under lines: `gain` · tensor + `offset`. */
function under(tensor: Tensor): { tensor: Tensor; gain: number; offset: number } {
  let at = tensor;
  let [gain, offset] = [1, 0];
  for (;;) {
    const line = formOf(at);
    if (line !== undefined && isAffine(line.form)) {
      offset += gain * line.form.offset;
      gain *= line.form.scale;
      at = line.x;
    } else if (at.kind === 'move' && isInPlace(at)) at = at.x;
    else return { tensor: at, gain, offset };
  }
}

function isInPlace({ x, order, base, size }: Of<'move'>): boolean {
  let stride = size;
  const isSame = order.every((axis) => {
    stride /= axis.size;
    return axis.size === 1 || axis.stride === stride;
  });
  return isSame && base === 0 && x.size === size;
}

function refuse(tensor: Tensor, why: string): never {
  throw new OnnxError(
    'onnx/unsupported',
    `${tensor.where}: ${why}. Of a past, only attention can be compiled: the softmax of a query times all keys, times the values.`,
  );
}
