import { type Channels, FIXED } from '../ir/channels.ts';
import { inOrder, type Of, type Tensor } from '../ir/tensor.ts';

/** The same network with every channel multiplied by its gain. A tensor says so in `gains`; where all are 1, it is the same one. */
export function withGains(last: Tensor, channels: Channels, gains: Float64Array): Tensor {
  const of = (tensor: Tensor): readonly number[] => {
    const own = channels.of(tensor).map((channel) => (channel === FIXED ? 1 : (gains[channel] ?? 1)));
    return own.every((gain) => gain === 1) ? [] : own;
  };
  const joined = new Map<Tensor, Tensor>();
  for (const tensor of inOrder(last)) joined.set(tensor, scaled(tensor, { own: of(tensor), of, joined }));
  return joined.get(last) ?? last;
}

type Scaling = {
  /** Of the tensor: empty where all are 1. */
  readonly own: readonly number[];
  readonly of: (tensor: Tensor) => readonly number[];
  readonly joined: ReadonlyMap<Tensor, Tensor>;
};

function scaled(tensor: Tensor, { own, of, joined }: Scaling): Tensor {
  if (tensor.kind === 'input' || tensor.kind === 'embed') return tensor;
  if (tensor.kind === 'constant') {
    return own.length === 0
      ? tensor
      : { ...tensor, data: tensor.data.map((value, j) => value * gainAt(own, j)), gains: own };
  }
  const x = joined.get(tensor.x) ?? tensor.x;
  const y = 'y' in tensor ? (joined.get(tensor.y) ?? tensor.y) : undefined;
  const isSame = own.length === 0 && x === tensor.x && (y === undefined || ('y' in tensor && y === tensor.y));
  if (isSame) return tensor;
  const meaning = own.length === 0 ? {} : { gains: own };
  if (tensor.kind === 'conv') return { ...convScaled(tensor, { rows: own, columns: of(tensor.x) }), x, ...meaning };
  return { ...tensor, x, ...(y === undefined ? {} : { y }), ...meaning } as Tensor; // boundary: y where its kind has one
}

/** Rows times the gains of what is written, columns divided by those of what is read. */
function convScaled(
  tensor: Of<'conv'>,
  { rows, columns }: { rows: readonly number[]; columns: readonly number[] },
): Of<'conv'> {
  const { groups, window } = tensor;
  const size = tensor.weights.length / tensor.rows;
  const count = window.channels / groups;
  const weights = tensor.weights.map((weight, place) => {
    const n = Math.floor(place / size);
    const channel = Math.floor(n / (tensor.rows / groups)) * count + ((place % size) % count);
    return (weight * gainAt(rows, n)) / gainAt(columns, channel);
  });
  return { ...tensor, weights, bias: tensor.bias.map((value, n) => value * gainAt(rows, n)) };
}

/** The gain of element j; 1 where there are none. */
export function gainAt(gains: readonly number[], j: number): number {
  return gains.length === 0 ? 1 : (gains[j % gains.length] ?? 1);
}
