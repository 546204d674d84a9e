import { sourceOf } from '../engine/ops/layout.ts';
import { moveRule, type OpName, type TraceTensor, windowOf } from '../engine/trace/records.ts';
import { n, type Told } from './told.ts';

/** Operators on whole tensors: those that know neither steps nor states. */
export type TensorOp = Extract<
  OpName,
  | 'conv'
  | 'pool'
  | 'move'
  | 'concat'
  | 'constant'
  | 'gather'
  | 'matmul'
  | 'multiply'
  | 'requantise'
  | 'center'
  | 'divide'
>;

/** Where the values of an element come from. */
export type TensorReads = {
  element: number;
  x: (first: number, count?: number) => number[];
  y: (first: number, count?: number) => number[];
  weights: DataView;
  rescaled: (value: number) => string;
};

/** One element of such an operator, in words and numbers. */
export function toldOfTensor(record: TraceTensor, name: TensorOp, at: TensorReads): Told {
  const { element, x, y, rescaled } = at;
  switch (name) {
    case 'conv':
      return conv(record, at);
    case 'pool': {
      const values = taps(record, at).flat();
      return {
        words: `The largest of ${values.length} elements under a window.`,
        inputs: [{ name: 'x', values }],
        lines: [`max = ${n(Math.max(...values))}`],
      };
    }
    case 'move': {
      const from = sourceOf(element, moveRule(record));
      return { words: `Element ${from} in another place.`, inputs: [{ name: 'x', values: x(from) }], lines: [] };
    }
    case 'concat': {
      const [a = 1, b = 1] = record.words;
      const [block, place] = [Math.floor(element / (a + b)), element % (a + b)];
      const values = place < a ? x(block * a + place) : y(block * b + place - a);
      return { words: 'Puts two tensors side by side.', inputs: [{ name: place < a ? 'x' : 'y', values }], lines: [] };
    }
    case 'constant':
      return { words: 'A number of the model’s weights.', inputs: [], lines: [] };
    case 'gather': {
      const [vocab = 1, width = 1] = record.words;
      const [low = 0, high = 0] = x(Math.floor(element / width) * record.heads, record.heads);
      const id = low + 256 * high;
      return {
        words: `Column ${element % width} of a row of a table of ${vocab} rows.`,
        inputs: [{ name: 'row', values: [id] }],
        lines: [`row ${n(Math.min(id, vocab - 1))}`],
      };
    }
    case 'matmul': {
      const [rows = 1, columns = 1, depth = 1] = record.words;
      const from = Math.floor(element / columns);
      const left = x(from * depth, depth);
      const right = y((Math.floor(from / rows) * columns + (element % columns)) * depth, depth);
      const dot = left.reduce((sum, value, d) => sum + value * (right[d] ?? 0), 0);
      return {
        words: `The product of two rows of ${depth}, scaled and rounded.`,
        inputs: [
          { name: 'x', values: left },
          { name: 'y', values: right },
        ],
        lines: [`Σ x × y = ${n(dot)}`, rescaled(dot)],
      };
    }
    case 'multiply': {
      const [[left = 0], [right = 0]] = [x(element), y(element)];
      return {
        words: 'Multiplies two elements, scales and rounds.',
        inputs: [
          { name: 'x', values: [left] },
          { name: 'y', values: [right] },
        ],
        lines: [`${n(left)} × ${n(right)} = ${n(left * right)}`, rescaled(left * right)],
      };
    }
    case 'requantise': {
      const [value = 0] = x(element);
      return {
        words: 'The same number on another scale.',
        inputs: [{ name: 'x', values: [value] }],
        lines: [`${rescaled(value)} + ${n(record.words[0] ?? 0)}`],
      };
    }
    case 'center': {
      const width = record.xInfo.size / record.heads;
      const values = x(Math.floor(element / width) * width, width);
      const mean = Math.floor((2 * values.reduce((sum, value) => sum + value, 0) + width) / (2 * width));
      return {
        words: `Takes the mean of a row of ${width} off an element.`,
        inputs: [{ name: 'row', values }],
        lines: [`${n(values[element % width] ?? 0)} − ${n(mean)}`],
      };
    }
    case 'divide': {
      const [value = 0] = x(element);
      const [sum = 0] = y(Math.floor(element / (record.xInfo.size / record.heads)));
      return {
        words: 'Divides by the sum of the row’s weights, scales and rounds.',
        inputs: [
          { name: 'x', values: [value] },
          { name: 'sum', values: [sum] },
        ],
        lines: [`round(${n(value)} / ${n(Math.max(sum, 1))} × ${n(record.mul)} / 2^${record.shift})`],
      };
    }
    default:
      return name satisfies never;
  }
}

function conv(record: TraceTensor, at: TensorReads): Told {
  const { channels, kernelHeight, kernelWidth, outHeight, outWidth } = windowOf(record.words);
  const rows = record.size / (outHeight * outWidth);
  const channel = at.element % rows;
  const columns = (kernelHeight * kernelWidth * channels) / record.heads;
  const row = record.weights + channel * (columns + 8);
  const values = taps(record, at).flat();
  const factors = Array.from({ length: columns }, (_, k) => at.weights.getInt8(row + k));
  const dot = factors.reduce((sum, factor, k) => sum + factor * (values[k] ?? 0), 0);
  const bias = at.weights.getInt32(row + columns, true);
  const mul = at.weights.getUint16(row + columns + 4, true);
  return {
    words: `Channel ${channel} of a kernel of ${kernelHeight} × ${kernelWidth}: ${columns} products, plus a bias, scaled and rounded.`,
    inputs: [
      { name: 'x under the kernel', values },
      { name: 'weights of the channel', values: factors },
    ],
    lines: [
      `Σ weight × x = ${n(dot)}`,
      `${n(dot)} + bias ${n(bias)} = ${n(dot + bias)}`,
      `round(${n(dot + bias)} × ${n(mul)} / 2^${record.shift})`,
    ],
  };
}

/** For each tap of the window the channels that the element reads; a conv's padding value where it lies outside, nothing for a pool. */
function taps(record: TraceTensor, { element, x }: TensorReads): number[][] {
  const window = windowOf(record.words);
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  const isConv = record.name === 'conv';
  const rows = record.size / (outHeight * outWidth);
  const count = isConv ? channels / record.heads : 1;
  const first = isConv ? Math.floor((element % rows) / (rows / record.heads)) * count : element % rows;
  const pixel = Math.floor(element / rows);
  const found: number[][] = [];
  for (let a = 0; a < kernelHeight; a++) {
    for (let b = 0; b < kernelWidth; b++) {
      const line = Math.floor(pixel / outWidth) * window.strideY + a * window.dilationY - window.padTop;
      const column = (pixel % outWidth) * window.strideX + b * window.dilationX - window.padLeft;
      if (line >= 0 && line < height && column >= 0 && column < width) {
        found.push(x((line * width + column) * channels + first, count));
      } else if (isConv) found.push(Array.from({ length: count }, () => record.words[13] ?? 0));
    }
  }
  return found;
}
