// `nice node --import tsx models/zoo/measure.ts [model ...]`: compiles each network of the zoo, runs program and float model on its
// samples, and writes models/zoo/accuracy.json; models/zoo.md has its figures.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { largest } from '../../lib/compiler/calibrate.ts';
import { type Compiled, compile } from '../../lib/compiler/compile.ts';
import { Comparison } from '../../lib/compiler/measure.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import { floatModel } from '../../scripts/imo/float-model.ts';
import { readSamples, readTruth } from '../../scripts/imo/samples.ts';
import { ZOO, type ZooModel } from './catalogue.ts';

const REPORT = new URL('accuracy.json', import.meta.url);
/** Requests in samples.bin. */
const SAMPLES = 100;
const LIMIT = 512;

type Figures = {
  readonly parameters: number;
  readonly multiplications: number;
  readonly operators: number;
  readonly weightsBytes: number;
  readonly samples: number;
  /** Part of the samples for which both rank the same number first; where there is only one, are on the same side of a half. */
  readonly agreement: number;
  readonly right?: { readonly float: number; readonly integer: number };
  /** Of a picture's bytes, in dB. */
  readonly psnr?: number;
  /** Of the answer's numbers, where the answer is no class. */
  readonly cosine?: number;
  readonly relativeError?: number;
};

async function measure(model: ZooModel): Promise<Figures> {
  const path = (file: string): string => fileURLToPath(new URL(`../../${model.folder}/${file}`, import.meta.url));
  const bytes = new Uint8Array(await readFile(path('model.onnx')));
  const size = (await readFile(path('samples.bin'))).length / SAMPLES;
  const compiled = compile({
    model: bytes,
    samples: await readSamples(path('calibrate.bin'), { size, limit: LIMIT }),
    inputScale: model.input,
    answer: model.answer,
    ...(model.output === undefined ? {} : { outputScale: model.output }),
  });
  const inputs = await readSamples(path('samples.bin'), { size, limit: LIMIT });
  const truth = await readTruth(path('truth.bin')).catch(() => undefined);
  const judge = await floatModel(bytes, compiled.input, []);
  const engine = loadEngine();
  const [comparison, places] = [new Comparison(), placesOf(compiled)];
  const counts = { same: 0, float: 0, integer: 0 };
  for (const [sample, input] of inputs.entries()) {
    const raw = (await judge(input)).get(compiled.output.name) ?? new Float64Array();
    const float =
      model.answer === 'class' ? raw : Float64Array.from(places, (place) => inAnswer(model, raw[place] ?? 0));
    const { output } = engine.run({ program: compiled.parsed, weights: compiled.weights, input });
    const integer = numbersOf(compiled, output);
    if (model.answer !== 'class') comparison.add(float, integer);
    const found = { float: first(float), integer: model.answer === 'class' ? (integer[0] ?? 0) : first(integer) };
    counts.same += Number(found.float === found.integer);
    counts.float += Number(found.float === truth?.[sample]);
    counts.integer += Number(found.integer === truth?.[sample]);
  }
  const part = (count: number): number => count / inputs.length;
  const { cosine, relativeError } = comparison.result;
  return {
    parameters: compiled.parameters,
    multiplications: compiled.parsed.macsPerStep,
    operators: compiled.parsed.ops.length,
    weightsBytes: compiled.weights.length,
    samples: inputs.length,
    agreement: part(counts.same),
    ...(truth === undefined ? {} : { right: { float: part(counts.float), integer: part(counts.integer) } }),
    ...(model.answer === 'image' ? { psnr: comparison.psnr(255) } : {}),
    ...(model.answer === 'class' ? {} : { cosine, relativeError }),
  };
}

/** Where each number of the answer lies in the float model's output. */
function placesOf({ output: { dims, order } }: Compiled): number[] {
  let places = [0];
  for (const axis of order) {
    const stride = dims.slice(axis + 1).reduce((all, dim) => all * dim, 1);
    places = places.flatMap((place) => Array.from({ length: dims[axis] ?? 1 }, (_, i) => place + i * stride));
  }
  return places;
}

/** The model's number as the answer gives it: of a picture, the byte. */
function inAnswer({ answer, output = { scale: 255, offset: 0 } }: ZooModel, value: number): number {
  return answer === 'image' ? Math.max(0, Math.min(255, Math.round(output.scale * value + output.offset))) : value;
}

function numbersOf({ tensors, output }: Compiled, bytes: Uint8Array): Float64Array {
  const { dtype = 'i16', scale = 1, zero = 0 } = tensors.at(-1) ?? {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (output.answer === 'class') return Float64Array.of(view.getInt32(0, true));
  if (output.answer === 'image') return Float64Array.from(bytes);
  if (dtype !== 'i16') {
    const isUnsigned = dtype === 'u8' || dtype === 'u7';
    return Float64Array.from(bytes, (_, i) => scale * (isUnsigned ? view.getUint8(i) : view.getInt8(i)) + zero);
  }
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => scale * view.getInt16(2 * i, true) + zero);
}

const first = (values: Float64Array): number =>
  values.length === 1 ? Number((values[0] ?? 0) > 0.5) : largest(values);

const wanted = process.argv.slice(2);
const report: Record<string, Figures> = JSON.parse(await readFile(REPORT, 'utf8').catch(() => '{}'));
for (const model of ZOO) {
  if (wanted.length > 0 && !wanted.includes(model.name)) continue;
  report[model.name] = await measure(model);
  console.log(`${model.name}  ${JSON.stringify(report[model.name])}`);
  await writeFile(REPORT, `${JSON.stringify(report, null, 2)}\n`);
}
