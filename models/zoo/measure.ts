// `nice node --import tsx models/zoo/measure.ts [model ...]`: compiles each network of the zoo, runs program and float model on its
// samples, and writes models/zoo/accuracy.json; models/zoo.md has its figures.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseProgram } from '../../lib/engine/program.ts';
import { type Accuracy, measureAccuracy } from '../../scripts/imo/accuracy.ts';
import { compileCommand } from '../../scripts/imo/compile.ts';
import { ZOO, type ZooModel } from './catalogue.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REPORT = new URL('accuracy.json', import.meta.url);

type Figures = {
  readonly parameters: number;
  readonly multiplications: number;
  readonly operators: number;
  readonly weightsBytes: number;
  readonly samples: number;
  readonly agreement: number;
  readonly right?: Accuracy['right'];
  readonly psnr?: number;
  /** Of the answer's numbers, beside the float model's. */
  readonly cosine: number;
  readonly relativeError: number;
};

async function measure(model: ZooModel): Promise<Figures> {
  const folder = join(ROOT, model.folder);
  const out = await mkdtemp(join(tmpdir(), 'zoo-'));
  const unset = { facts: undefined, card: undefined, output: undefined };
  await compileCommand(
    {
      ...unset,
      model: join(folder, 'model.onnx'),
      calibrate: join(folder, 'calibrate.bin'),
      out,
      answer: model.answer,
      inputScale: String(model.input.scale),
      inputOffset: String(model.input.offset),
      outputScale: model.output === undefined ? undefined : String(model.output.scale),
      outputOffset: model.output === undefined ? undefined : String(model.output.offset),
      limit: 512,
    },
    () => undefined,
  );
  const truth = await readFile(join(folder, 'truth.bin')).then(
    () => join(folder, 'truth.bin'),
    () => undefined,
  );
  const accuracy = await measureAccuracy({
    model: join(folder, 'model.onnx'),
    bundle: out,
    samples: join(folder, 'samples.bin'),
    truth,
    limit: 512,
  });
  const program = parseProgram(new Uint8Array(await readFile(join(out, 'program.json'))));
  const manifest: { parameters: number } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  const { length: weightsBytes } = await readFile(join(out, 'weights.bin'));
  await rm(out, { recursive: true });
  const last = accuracy.layers.at(-1);
  return {
    parameters: manifest.parameters,
    multiplications: program.macsPerStep,
    operators: program.ops.length,
    weightsBytes,
    samples: accuracy.samples,
    agreement: accuracy.agreement,
    ...(accuracy.right === undefined ? {} : { right: accuracy.right }),
    ...(accuracy.psnr === undefined ? {} : { psnr: accuracy.psnr }),
    cosine: last?.cosine ?? 0,
    relativeError: last?.relativeError ?? 1,
  };
}

const wanted = process.argv.slice(2);
const report: Record<string, Figures> = JSON.parse(await readFile(REPORT, 'utf8').catch(() => '{}'));
for (const model of ZOO) {
  if (wanted.length > 0 && !wanted.includes(model.name)) continue;
  report[model.name] = await measure(model);
  console.log(`${model.name}  ${JSON.stringify(report[model.name])}`);
  await writeFile(REPORT, `${JSON.stringify(report, null, 2)}\n`);
}
