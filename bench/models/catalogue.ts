import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZOO, type ZooModel } from '../../models/zoo/catalogue.ts';
import { compileCommand } from '../../scripts/imo/compile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A model to measure: a bundle's folder, and where there is one the float model and requests that it was not calibrated with. */
export type Measured = {
  readonly name: string;
  readonly bundle: string;
  readonly float?: { readonly model: string; readonly samples: string };
};

/** Examples whose bundles are committed; `samples` beside `model.onnx`, if any. */
const EXAMPLES = ['psalter', 'ishmael', 'tales', 'sprites', 'digits/mlp-20', 'digits/mlp-500', 'digits/cnn'];

/** The example models, then the zoo's, each of which is compiled when asked for. */
export function models(): { name: string; load: () => Promise<Measured> }[] {
  const examples = EXAMPLES.filter((name) => existsSync(join(ROOT, 'models', name, 'bundle'))).map((name) => ({
    name,
    load: async () => exampleOf(name),
  }));
  return [...examples, ...ZOO.map((model) => ({ name: model.name, load: () => compiled(model) }))];
}

function exampleOf(name: string): Measured {
  const folder = join(ROOT, 'models', name);
  const [model, samples] = [join(folder, 'model.onnx'), join(folder, 'samples.bin')];
  const float = existsSync(model) && existsSync(samples) ? { float: { model, samples } } : {};
  return { name, bundle: join(folder, 'bundle'), ...float };
}

async function compiled({ name, folder, answer, input, output }: ZooModel): Promise<Measured> {
  const out = await mkdtemp(join(tmpdir(), `openimo-${name}-`));
  const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  const model = join(ROOT, folder, 'model.onnx');
  await compileCommand(
    {
      ...{ model, calibrate: join(ROOT, folder, 'calibrate.bin'), out, answer, limit: 512 },
      ...{ facts: undefined, card: undefined, output: undefined },
      ...{ inputScale: text(input.scale), inputOffset: text(input.offset) },
      ...{ outputScale: text(output?.scale), outputOffset: text(output?.offset) },
    },
    () => undefined,
  );
  return { name, bundle: out, float: { model, samples: join(ROOT, folder, 'samples.bin') } };
}
