import { placesOf } from './evaluate.ts';
import { periodOf } from './period.ts';
import { inOrder, type Of, readsPadding, sourcesOf, type Tensor } from './tensor.ts';
import { Union } from './union.ts';

/** The channel that nothing may scale: what belongs to it keeps its values. */
export const FIXED = 0;

/** Elements whose channels are followed one by one, in all tensors together; beyond it, channels are fixed. */
const MOST_FOLLOWED = 1 << 22;

/**
 * Which elements of a network have to be scaled alike. Element j of a tensor belongs to channel `of(tensor)[j mod length]`. All elements of a
 * channel, in every tensor, can be multiplied by one positive number without another answer, if the convolutions that write and read
 * it are changed with it: sums, largest values, clips at zero and moves keep such a factor.
 */
export class Channels {
  readonly #union = new Union(1); // FIXED, and so the least of its set
  readonly #of = new Map<Tensor, readonly number[]>();
  #left = MOST_FOLLOWED;

  constructor(last: Tensor) {
    for (const tensor of inOrder(last)) this.#of.set(tensor, this.#channelsOf(tensor));
    this.#fix(last);
  }

  /** The channels of a tensor's elements, repeated to its size. */
  of(tensor: Tensor): readonly number[] {
    return this.#at(tensor).map((channel) => this.#union.root(channel));
  }

  /** Channels are numbered below it. */
  get count(): number {
    return this.#union.count;
  }

  #channelsOf(tensor: Tensor): readonly number[] {
    switch (tensor.kind) {
      case 'constant':
        return this.#take(tensor.size) ? this.#union.grow(tensor.size) : [FIXED];
      case 'conv':
        return this.#conv(tensor);
      case 'pool':
        return this.#folded(tensor.x, tensor.window.channels);
      case 'move':
        return this.#move(tensor);
      case 'concat': {
        const [a, b] = tensor.parts;
        if (!this.#take(a + b)) return this.#fixed(tensor);
        return [...repeated(this.#folded(tensor.x, a), a), ...repeated(this.#folded(tensor.y, b), b)];
      }
      case 'add': {
        const period = divisorOf(this.#at(tensor.x).length, this.#at(tensor.y).length);
        const [x, y] = [this.#folded(tensor.x, period), this.#folded(tensor.y, period)];
        for (const [j, channel] of x.entries()) this.#union.join(channel, y[j] ?? FIXED);
        return x;
      }
      case 'function':
        return keepsFactor(tensor) ? this.#at(tensor.x) : this.#fixed(tensor);
      default:
        return this.#fixed(tensor);
    }
  }

  #conv(tensor: Of<'conv'>): readonly number[] {
    const { x, window, pad, low, high, rows } = tensor;
    if (pad !== 0 && readsPadding(window)) this.#fix(x);
    this.#of.set(x, this.#folded(x, window.channels));
    return isKept(low) && isKept(high) && this.#take(rows) ? this.#union.grow(rows) : [FIXED];
  }

  #move(tensor: Of<'move'>): readonly number[] {
    const channels = this.#at(tensor.x);
    if (channels.length === 1) return channels;
    if (!this.#take(tensor.size)) return this.#fixed(tensor);
    const places = placesOf(tensor.order, tensor.base);
    const all = Float64Array.from(places, (place) => channels[place % channels.length] ?? FIXED);
    return [...all.subarray(0, periodOf(all))];
  }

  #at(tensor: Tensor): readonly number[] {
    return this.#of.get(tensor) ?? [FIXED];
  }

  #take(elements: number): boolean {
    if (elements > this.#left) return false;
    this.#left -= elements;
    return true;
  }

  /** The channels of a tensor in which elements j and j + period are alike. */
  #folded(tensor: Tensor, period: number): readonly number[] {
    const all = this.#at(tensor);
    const length = divisorOf(all.length, period);
    for (const [j, channel] of all.entries()) this.#union.join(channel, all[j % length] ?? FIXED);
    return all.slice(0, length);
  }

  /** Nothing that this reads may be scaled. */
  #fixed(tensor: Tensor): readonly number[] {
    for (const source of sourcesOf(tensor)) this.#fix(source);
    return [FIXED];
  }

  #fix(tensor: Tensor): void {
    for (const channel of this.#at(tensor)) this.#union.join(channel, FIXED);
  }
}

/** A clip at zero, or none, does the same to a multiple. */
function isKept(clip: number): boolean {
  return clip === 0 || !Number.isFinite(clip);
}

/** f(s · x) = s · f(x) for each s > 0. */
function keepsFactor({ form }: Of<'function'>): boolean {
  return form !== undefined && form.scale > 0 && form.offset === 0 && isKept(form.low) && isKept(form.high);
}

function repeated(channels: readonly number[], size: number): readonly number[] {
  return Array.from({ length: size }, (_, j) => channels[j % channels.length] ?? FIXED);
}

function divisorOf(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}
