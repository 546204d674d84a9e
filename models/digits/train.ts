// `nice node --import tsx models/digits/train.ts [mlp-20|mlp-500]`: trains on MNIST and writes model.onnx and training.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { floatTensor, node, valueInfo, writeModel } from '../../lib/onnx/write-model.ts';
import { type Mlp, trainMlp } from './mlp.ts';
import { PIXELS, readMnist } from './mnist.ts';

/** The models of this folder by name. Epochs and seed are fixed: the same machine code gives the same bytes. */
const RECIPES = {
  'mlp-20': { hidden: 20, epochs: 30, seed: 1 },
  'mlp-500': { hidden: 500, epochs: 15, seed: 1 },
} as const;

/** As a framework would export it: a batch of pictures, flattened, two Gemm with a Relu between. Pixels are 0 … 1. */
function toOnnx({ hidden, first, firstBias, second, secondBias }: Mlp): Uint8Array {
  return writeModel({
    name: `mnist-784-${hidden}-10`,
    input: [valueInfo('image', ['batch', 1, 28, 28])],
    output: [valueInfo('logits', ['batch', 10])],
    initializer: [
      floatTensor('first.weight', [PIXELS, hidden], first),
      floatTensor('first.bias', [hidden], firstBias),
      floatTensor('second.weight', [hidden, 10], second),
      floatTensor('second.bias', [10], secondBias),
    ],
    node: [
      node('Flatten', { in: ['image'], out: ['pixels'] }, { axis: 1 }),
      node('Gemm', { in: ['pixels', 'first.weight', 'first.bias'], out: ['first'] }),
      node('Relu', { in: ['first'], out: ['hidden'] }),
      node('Gemm', { in: ['hidden', 'second.weight', 'second.bias'], out: ['logits'] }),
    ],
  });
}

async function train(name: keyof typeof RECIPES): Promise<void> {
  const start = performance.now();
  const recipe = RECIPES[name];
  const losses: number[] = [];
  const mlp = trainMlp({
    data: await readMnist('train'),
    ...recipe,
    onEpoch: ({ epoch, ofEpochs, loss }) => {
      losses.push(Number(loss.toFixed(5)));
      console.log(`${name}  epoch ${epoch} of ${ofEpochs}  loss ${loss.toFixed(4)} nats`);
    },
  });
  const folder = new URL(`./${name}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('model.onnx', folder), toOnnx(mlp));
  const seconds = Math.round((performance.now() - start) / 1000);
  const report = { ...recipe, images: 60_000, lossByEpoch: losses, seconds, node: process.version };
  await writeFile(new URL('training.json', folder), `${JSON.stringify(report, null, 2)}\n`);
}

const wanted = process.argv.slice(2);
for (const name of ['mlp-20', 'mlp-500'] as const) {
  if (wanted.length === 0 || wanted.includes(name)) await train(name);
}
