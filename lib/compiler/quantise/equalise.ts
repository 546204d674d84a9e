import { checkSamples, floatRunner, type Sample, samplesFor } from '../calibrate.ts';
import { Channels, FIXED } from '../ir/channels.ts';
import { inOrder, type Of, type Tensor } from '../ir/tensor.ts';
import { Union } from '../ir/union.ts';
import { withGains } from './gains.ts';

/** Requests that sizes of channels are taken from. */
const SAMPLES = 16;

/** A channel is made at most this much larger beside the largest: another request may show more of it than the samples. */
const MOST_GAIN = 16;

/** Gains are whole numbers of these: short in quantisation.json, and near enough. */
const GAIN_STEP = 1 / 8;

/** Steps of a 7-bit tensor, and of a weight to either side. */
const STEPS = 127;

/** The expected error, in squares, has to fall below this part, so to less than half: what gains little is left as it is. */
const WORTH = 0.25;

/** How far small channels are brought up to the largest: not at all, in part, wholly. Square roots round alike everywhere. */
const EXPONENTS: readonly ((ratio: number) => number)[] = [
  () => 1,
  (ratio) => Math.sqrt(ratio),
  (ratio) => Math.sqrt(ratio) * Math.sqrt(Math.sqrt(ratio)),
  (ratio) => ratio,
];

/** What the samples show of a channel where convolutions read it: its largest size, and its mean square. */
type Sizes = { readonly most: Float64Array; readonly squares: Float64Array };

/**
 * The same network with channels of like size. One scale serves all channels of a tensor, so a small one gets few of its steps: what
 * writes a channel is multiplied, what reads it divided, as far as that lowers the error to expect. Nagel et al., "Data-Free Quantization
 * Through Weight Equalization and Bias Correction" (2019), with sizes from samples in place of those of weights. Throws as `calibrate`.
 */
export function equalise(last: Tensor, given: { inputs: readonly Sample[]; bytes: number }): Tensor {
  checkSamples(given);
  const tensors = inOrder(last);
  const inputs = given.inputs.slice(0, samplesFor(tensors, SAMPLES));
  const channels = new Channels(last);
  const convs = tensors.filter((tensor) => tensor.kind === 'conv');
  const read = new Map(convs.map((conv) => [conv.x, channels.of(conv.x)] as const));
  const isFree = [...read.values()].some((own) => own.some((channel) => channel !== FIXED));
  if (!isFree) return last;
  const { count } = channels;
  const sizes = sizesOf(last, { read, count, inputs });
  const gains = new Float64Array(count).fill(1);
  for (const group of groupsOf(convs, { read, count })) {
    let top = 0;
    for (const channel of group.channels) top = Math.max(top, sizes.most[channel] ?? 0);
    const candidates = EXPONENTS.map((power) => {
      const gainOf = (channel: number): number => {
        const size = sizes.most[channel] ?? 0;
        return channel === FIXED || size === 0
          ? 1
          : Math.round(power(Math.min(MOST_GAIN, top / size)) / GAIN_STEP) * GAIN_STEP;
      };
      const errors = group.convs.map((conv) => errorOf(conv, { own: read.get(conv.x) ?? [], gainOf, sizes }));
      return { gainOf, error: errors.reduce((sum, error) => sum + error, 0) };
    });
    const [plain] = candidates;
    const best = candidates.reduce((least, one) => (one.error < least.error ? one : least));
    if (plain === undefined || !(best.error < WORTH * plain.error)) continue;
    for (const channel of group.channels) gains[channel] = best.gainOf(channel);
  }
  return withGains(last, channels, gains);
}

/** The channels of each tensor that a convolution reads, `count` in all, and requests to see them with. */
type Reads = {
  readonly read: ReadonlyMap<Tensor, readonly number[]>;
  readonly count: number;
  readonly inputs: readonly Sample[];
};

function sizesOf(last: Tensor, { read, count, inputs }: Reads): Sizes {
  const [most, squares, seen] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const run = floatRunner(last);
  for (const input of inputs) {
    run(input, (tensor, values) => {
      const own = read.get(tensor);
      if (own === undefined) return;
      for (let j = 0; j < values.length; j++) {
        const [channel, value] = [own[j % own.length] ?? FIXED, values[j] ?? 0];
        most[channel] = Math.max(most[channel] ?? 0, Math.abs(value));
        squares[channel] = (squares[channel] ?? 0) + value * value;
        seen[channel] = (seen[channel] ?? 0) + 1;
      }
    });
  }
  return { most, squares: squares.map((sum, channel) => sum / Math.max(1, seen[channel] ?? 0)) };
}

type Group = { readonly channels: ReadonlySet<number>; readonly convs: readonly Of<'conv'>[] };

/** Channels that some tensor has beside one another, with the convolutions that read them. */
function groupsOf(convs: readonly Of<'conv'>[], { read, count }: Pick<Reads, 'read' | 'count'>): Iterable<Group> {
  const union = new Union(count);
  const free = new Map(convs.map(({ x }) => [x, (read.get(x) ?? []).filter((channel) => channel !== FIXED)] as const));
  for (const own of free.values()) for (const channel of own) union.join(channel, own[0] ?? channel);
  const groups = new Map<number, { channels: Set<number>; convs: Of<'conv'>[] }>();
  for (const conv of convs) {
    const own = free.get(conv.x) ?? [];
    const [first] = own;
    if (first === undefined) continue;
    const group = groups.get(union.root(first)) ?? { channels: new Set(), convs: [] };
    groups.set(union.root(first), group);
    for (const channel of own) group.channels.add(channel);
    group.convs.push(conv);
  }
  return groups.values();
}

/** The channels of what a convolution reads, and by what they are multiplied. */
type Reading = { readonly own: readonly number[]; readonly gainOf: (channel: number) => number; readonly sizes: Sizes };

/**
 * The error to expect of a convolution's rows, in squares and beside the size of each: one part from rounding what it reads, one from
 * rounding its weights.
 */
function errorOf(
  { rows, groups, window, weights }: Of<'conv'>,
  { own, gainOf, sizes: { most, squares } }: Reading,
): number {
  const size = weights.length / rows;
  const count = window.channels / groups;
  const gains = own.map(gainOf);
  const step = own.reduce((all, channel, j) => Math.max(all, (most[channel] ?? 0) * (gains[j] ?? 1)), 0) / STEPS;
  let error = 0;
  for (let n = 0; n < rows; n++) {
    const first = Math.floor(n / (rows / groups)) * count;
    let [largest, sum, power, read] = [0, 0, 0, 0];
    for (let k = 0; k < size; k++) {
      const j = (first + (k % count)) % own.length;
      const gain = gains[j] ?? 1;
      const square = squares[own[j] ?? FIXED] ?? 0;
      const weight = (weights[n * size + k] ?? 0) / gain;
      largest = Math.max(largest, Math.abs(weight));
      sum += weight * weight;
      read += square * gain * gain;
      power += square * gain * gain * weight * weight;
    }
    if (power > 0) error += (step * step * sum + (largest / STEPS) ** 2 * read) / power;
  }
  return error;
}
