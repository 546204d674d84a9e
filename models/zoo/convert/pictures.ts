import type { Message } from '../../../lib/onnx/schema.ts';
import { floatTensor, node } from '../../../lib/onnx/write-model.ts';
import type { Weight } from './package.ts';

/** A picture tensor of the graph being built: its name and its size. ONNX keeps channels before rows: [1, channels, rows, columns]. */
export type Picture = {
  readonly name: string;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
};

type ConvOptions = {
  readonly weights: Weight;
  readonly bias?: Weight;
  readonly strides?: readonly [number, number];
  readonly padding?: 'same' | 'valid';
  readonly activation?: 'Relu' | 'Sigmoid';
  readonly kind?: 'full' | 'depthwise';
};

/** Builds a graph of picture operators in TensorFlow's meaning: kernels are [rows][columns][from][to], "same" pads more at the end. */
export class PictureGraph {
  readonly nodes: Message<'NodeProto'>[] = [];
  readonly initializers: Message<'TensorProto'>[] = [];

  /** A convolution with its bias and activation; the result is called `name`. */
  conv(name: string, from: Picture, options: ConvOptions): Picture {
    const { weights, bias, strides = [1, 1], padding = 'same', activation, kind = 'full' } = options;
    const [rows = 1, columns = 1, inputs = 1, outputs = 1] = weights.shape;
    const kernel = [rows, columns] as const;
    const window = windowOf(from, { kernel, strides, padding });
    const channels = kind === 'depthwise' ? inputs * outputs : outputs;
    const dims = kind === 'depthwise' ? [channels, 1, rows, columns] : [outputs, inputs, rows, columns];
    this.initializers.push(floatTensor(`${name}.weight`, dims, outputsFirst(weights, kind)));
    if (bias !== undefined) this.initializers.push(floatTensor(`${name}.bias`, bias.shape, bias.data));
    const raw = activation === undefined ? name : `${name}.linear`;
    const inputNames = [from.name, `${name}.weight`, ...(bias === undefined ? [] : [`${name}.bias`])];
    this.nodes.push(
      node(
        'Conv',
        { in: inputNames, out: [raw] },
        {
          kernel_shape: kernel,
          strides,
          pads: window.pads,
          group: kind === 'depthwise' ? inputs : 1,
        },
      ),
    );
    if (activation !== undefined) this.nodes.push(node(activation, { in: [raw], out: [name] }));
    return { name, channels, rows: window.rows, columns: window.columns };
  }

  /** The largest of each window; TensorFlow never counts the padding. */
  maxPool(name: string, from: Picture, window: Window): Picture {
    const { pads, rows, columns } = windowOf(from, window);
    const attributes = { kernel_shape: window.kernel, strides: window.strides, pads };
    this.nodes.push(node('MaxPool', { in: [from.name], out: [name] }, attributes));
    return { name, channels: from.channels, rows, columns };
  }

  /** Any operator of one shape: sums, activations. */
  same(opType: string, name: string, from: readonly [Picture, ...Picture[]]): Picture {
    this.nodes.push(node(opType, { in: from.map((picture) => picture.name), out: [name] }));
    return { ...from[0], name };
  }

  /** Pictures of one size, their channels one after the other. */
  concat(name: string, from: readonly [Picture, ...Picture[]]): Picture {
    this.nodes.push(node('Concat', { in: from.map((picture) => picture.name), out: [name] }, { axis: 1 }));
    return { ...from[0], name, channels: from.reduce((sum, { channels }) => sum + channels, 0) };
  }
}

type Window = {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
};

function windowOf(from: Picture, { kernel, strides, padding }: Window) {
  const along = (size: number, k: number, stride: number) => {
    if (padding === 'valid') return { size: Math.floor((size - k) / stride) + 1, before: 0, after: 0 };
    const out = Math.ceil(size / stride);
    const total = Math.max(0, (out - 1) * stride + k - size);
    return { size: out, before: Math.floor(total / 2), after: total - Math.floor(total / 2) };
  };
  const rows = along(from.rows, kernel[0], strides[0]);
  const columns = along(from.columns, kernel[1], strides[1]);
  return {
    rows: rows.size,
    columns: columns.size,
    pads: [rows.before, columns.before, rows.after, columns.after],
  };
}

/** [rows][columns][from][to] → [to][from][rows][columns]; of a depthwise kernel, [from · to][1][rows][columns]. */
function outputsFirst({ shape, data }: Weight, kind: 'full' | 'depthwise'): Float32Array {
  const [rows = 1, columns = 1, inputs = 1, outputs = 1] = shape;
  const result = new Float32Array(data.length);
  const area = rows * columns;
  for (let place = 0; place < area; place++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        const at = kind === 'depthwise' ? i * outputs + o : o * inputs + i;
        result[at * area + place] = data[(place * inputs + i) * outputs + o] ?? 0;
      }
    }
  }
  return result;
}
