// `node --import tsx models/upscaler/convert.ts <folder of @upscalerjs/default-model@1.0.0>`: writes model.onnx, the package's
// network for pictures of 32 × 32 pixels.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { floatTensor, node, valueInfo, writeModel } from '../../lib/onnx/write-model.ts';
import { readTfjs, weightOf } from '../zoo/convert/package.ts';
import { PictureGraph } from '../zoo/convert/pictures.ts';

const SIZE = 32;
const CHANNELS = 3;

/**
 * A residual dense network: two blocks that each add four channels and fold them back, their results joined, added to the
 * first layer's, and enlarged by repeating pixels before the last layer. Pixels are 0 … 255, channels first.
 */
export async function convertUpscaler(folder: string): Promise<Uint8Array> {
  const { weights } = await readTfjs(folder, 'models/model.json');
  const graph = new PictureGraph();
  const layer = (name: string, activation?: 'Relu') => ({
    weights: weightOf(weights, `${name}/kernel`),
    bias: weightOf(weights, `${name}/bias`),
    ...(activation === undefined ? {} : { activation }),
  });
  const pixels = { name: 'picture', channels: CHANNELS, rows: SIZE, columns: SIZE };
  const first = graph.conv('F_m1', pixels, layer('F_m1'));
  const start = graph.conv('F_0', first, layer('F_0'));
  const block = (number: number, from: typeof start): typeof start => {
    const grown = graph.conv(`F_${number}_1`, from, layer(`F_${number}_1`, 'Relu'));
    const both = graph.concat(`RDB_Concat_${number}_1`, [from, grown]);
    const folded = graph.conv(`LFF_${number}`, both, layer(`LFF_${number}`));
    return graph.same('Add', `LRL_${number}`, [folded, from]);
  };
  const one = block(1, start);
  const two = block(2, one);
  const joined = graph.conv('GFF_1', graph.concat('LRLs_Concat', [one, two]), layer('GFF_1'));
  const features = graph.same('Add', 'FDF', [graph.conv('GFF_2', joined, layer('GFF_2')), first]);
  const up1 = graph.conv('UPN1', features, layer('UPN1', 'Relu'));
  const up2 = graph.conv('UPN2', up1, layer('UPN2', 'Relu'));
  const up3 = graph.conv('UPN3', up2, layer('UPN3'));
  graph.initializers.push(floatTensor('scales', [4], [1, 1, 2, 2]));
  const nearest = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' };
  graph.nodes.push(node('Resize', { in: [up3.name, '', 'scales'], out: ['UPsample'] }, nearest));
  const large = { name: 'UPsample', channels: up3.channels, rows: 2 * SIZE, columns: 2 * SIZE };
  const result = graph.conv('SR', large, layer('SR'));
  graph.initializers.push(floatTensor('least', [], [0]), floatTensor('most', [], [255]));
  graph.nodes.push(node('Clip', { in: [result.name, 'least', 'most'], out: ['large'] }));
  return writeModel({
    input: [valueInfo('picture', [1, CHANNELS, SIZE, SIZE])],
    output: [valueInfo('large', [1, CHANNELS, 2 * SIZE, 2 * SIZE])],
    initializer: graph.initializers,
    node: graph.nodes,
  });
}

const [, script = '', folder] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (folder === undefined) throw new Error('Name the folder of @upscalerjs/default-model@1.0.0.');
  await writeFile(new URL('model.onnx', import.meta.url), await convertUpscaler(folder));
}
