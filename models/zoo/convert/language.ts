import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Message } from '../../../lib/onnx/schema.ts';
import { floatTensor, node, valueInfo, writeModel } from '../../../lib/onnx/write-model.ts';

type DenseLayer = { readonly type: 'dense'; readonly _biases: string; readonly _filters: readonly string[] };
type Layer = DenseLayer | { readonly type: 'input'; readonly sz: number } | { readonly type: 'relu' | 'softmax' };
type Rows = { readonly scales: number[]; readonly bytes: Uint8Array };

/** toygrad keeps a row as "1" + steps per unit + "|" + bytes in base64; a byte stands for (byte − 127) / steps. */
const ZERO = 127;

/** The perceptron of lande, its 8-bit weights kept as they are: each matrix is a DequantizeLinear of bytes, a step for each row. */
export async function convertLanguage(folder: string): Promise<Uint8Array> {
  const url = pathToFileURL(join(folder, 'standalone/t50-options.js')).href;
  const { layers } = ((await import(url)) as { default: { layers: readonly Layer[] } }).default; // boundary: the package's own format
  const initializer: Message<'TensorProto'>[] = [];
  const nodes: Message<'NodeProto'>[] = [];
  let [last, size, inputs] = ['ngrams', 0, 0];
  layers.forEach((layer, place) => {
    if (layer.type === 'input') {
      [size, inputs] = [layer.sz, layer.sz];
    } else if (layer.type === 'dense') {
      const name = `dense${place}`;
      const filters = rowsOf(layer._filters);
      const { scales, bytes } = rowsOf([layer._biases]);
      const count = filters.scales.length;
      const biases = Float32Array.from(bytes, (byte) => (byte - ZERO) * (scales[0] ?? 0));
      initializer.push(
        bytesTensor(`${name}.bytes`, [count, size], filters.bytes),
        floatTensor(`${name}.scales`, [count], filters.scales),
        bytesTensor(`${name}.zeros`, [count], new Uint8Array(count).fill(ZERO)),
        floatTensor(`${name}.bias`, [count], biases),
      );
      const quantised = [`${name}.bytes`, `${name}.scales`, `${name}.zeros`];
      nodes.push(
        node('DequantizeLinear', { in: quantised, out: [`${name}.weight`] }, { axis: 0 }),
        node('Gemm', { in: [last, `${name}.weight`, `${name}.bias`], out: [name] }, { transB: 1 }),
      );
      [last, size] = [name, count];
    } else {
      const name = `${layer.type}${place}`;
      const attributes = layer.type === 'softmax' ? { axis: 1 } : {};
      nodes.push(node(layer.type === 'relu' ? 'Relu' : 'Softmax', { in: [last], out: [name] }, attributes));
      last = name;
    }
  });
  return writeModel({
    input: [valueInfo('ngrams', [1, inputs])],
    output: [valueInfo(last, [1, size])],
    initializer,
    node: nodes,
  });
}

function rowsOf(encoded: readonly string[]): Rows {
  const rows = encoded.map((text) => {
    const bar = text.indexOf('|');
    if (!text.startsWith('1') || bar < 2) throw new Error('A row of weights is not in 8 bits.');
    return { scale: 1 / Number(text.slice(1, bar)), bytes: Buffer.from(text.slice(bar + 1), 'base64') };
  });
  return { scales: rows.map(({ scale }) => scale), bytes: new Uint8Array(Buffer.concat(rows.map((row) => row.bytes))) };
}

function bytesTensor(name: string, dims: readonly number[], bytes: Uint8Array): Message<'TensorProto'> {
  return { dims, dataType: 2, name, rawData: bytes };
}
