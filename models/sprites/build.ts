// `node --import tsx models/sprites/build.ts [SAMPLES]`: with SAMPLES (export.py's samples.bin) compiles model.onnx to bundle/; then writes card,
// golden outputs and manifest. The same files give the same bytes.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ModelForm, packBundle } from '../../lib/bundle/pack-bundle.ts';
import { encodeSlots, slotsSchema } from '../../lib/tokenizer/slots.ts';
import { card, gatesSchema } from './card.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(path(file), 'utf8'));
const bytes = async (file: string): Promise<Uint8Array> => new Uint8Array(await readFile(path(file)));

const [samples] = process.argv.slice(2);
if (samples !== undefined) {
  const args = ['compile', path('model.onnx'), '--calibrate', samples, '--limit', '96', '--answer', 'classes'];
  const command = ['--import', 'tsx', path('../../scripts/imo.ts'), ...args, '--out', path('bundle')];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: path('../..'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`imo compile: ${stderr}`);
}

const said = z.object({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  examples: z.array(z.string()),
});
const facts = said.parse(await json('model.json'));
// boundary: packBundle checks the output with the whole manifest
const form = z.object({ kind: z.literal('picture'), input: slotsSchema, output: z.custom<ModelForm['output']>() });
const { kind, input: slots, output } = form.parse(await json('form.json'));
const [program, weights] = await Promise.all([bytes('bundle/program.json'), bytes('bundle/weights.bin')]);
// Every example in its plainest form, and in two others.
const prompts = facts.examples.flatMap((text, i) => [0, 5 + i, 29 + i].map((at) => encodeSlots(text, slots, at).bytes));
const { parameters } = z.object({ parameters: z.int() }).parse(await json('training.json'));
await writeFile(path('bundle/card.md'), card(gatesSchema.parse(await json('gates.json')), slots));
const packed = packBundle({
  facts: { ...facts, parameters },
  form: { kind, input: slots, output },
  program,
  weights,
  prompts,
});
await writeFile(path('bundle/golden.json'), packed.golden);
await writeFile(path('bundle/manifest.json'), packed.manifest);
