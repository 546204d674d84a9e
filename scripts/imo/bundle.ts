import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { uriOf } from '../../lib/bundle/cid.ts';
import { BundleError } from '../../lib/bundle/error.ts';
import { parseGolden } from '../../lib/bundle/golden.ts';
import { parseManifest } from '../../lib/bundle/manifest.ts';
import { type Bundle, type BundleDoor, openBundle } from '../../lib/bundle/open-bundle.ts';
import { type ModelForm, packBundle, wordsForm } from '../../lib/bundle/pack-bundle.ts';
import { fromHex } from '../../lib/engine/hex.ts';
import { bundleInFolder } from '../../lib/server/bundle-folder.ts';
import { encodePrompt } from '../../lib/tokenizer/encode-prompt.ts';
import { type Tokenizer, tokenizerSchema } from '../../lib/tokenizer/tokenizer.ts';
import { UsageError } from './usage-error.ts';

/** A bundle with its door for the files that are not open yet. */
export type Opened = Bundle & BundleDoor;

/** Opens a bundle folder as if it were fetched: by CID, with every check. */
export async function openDirectory(directory: string): Promise<Opened> {
  const door = await bundleInFolder(await bundleFolder(directory));
  return { ...(await openBundle(door)), ...door };
}

/** The folder with program.json: `directory` or the `bundle` in it. */
export async function bundleFolder(directory: string): Promise<string> {
  for (const folder of [join(directory, 'bundle'), directory]) {
    if (await readFile(join(folder, 'program.json')).catch(() => undefined)) return folder;
  }
  throw new BundleError('bundle/not-found', `No program.json in ${directory} or ${join(directory, 'bundle')}.`);
}

/** What a person says about a model, in model.json. What a compiled model leaves out is taken from its manifest. */
export const modelSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  parameters: z.int().optional(),
  examples: z.array(z.string()).optional(),
  goldenPrompts: z.array(z.string()).optional(),
  /** Names of the classes, in order. */
  labels: z.array(z.string()).optional(),
  /** The input is a picture of this size. */
  image: z.strictObject({ width: z.int(), height: z.int(), channels: z.literal([1, 3, 4]) }).optional(),
});

/** Writes manifest.json and golden.json anew for the files that are there; returns the bundle's address. */
export async function pack(directory: string): Promise<string> {
  const folder = join(directory, 'bundle');
  const read = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(join(folder, name)));
  const facts = modelSchema.parse(JSON.parse(await readFile(join(directory, 'model.json'), 'utf8')));
  const [program, weights] = await Promise.all([read('program.json'), read('weights.bin')]);
  const { goldenPrompts, parameters, examples = [], name, description, licence } = facts;
  if (goldenPrompts === undefined) {
    const { kind, input, output, ...old } = parseManifest(await read('manifest.json'));
    const golden = parseGolden(await read('golden.json'));
    const prompts = golden.cases.map((one) => fromHex(one.input) ?? new Uint8Array());
    const said = { name, description, licence, examples, parameters: parameters ?? old.parameters };
    return write(folder, { facts: said, form: { kind, input, output }, program, weights, prompts });
  }
  if (parameters === undefined) throw new UsageError('model.json does not say how many parameters there are.');
  const source = { facts: { name, description, licence, examples, parameters }, program, weights };
  const tokenizer = await readTokenizer(directory);
  if (tokenizer === undefined) {
    return write(folder, { ...source, prompts: goldenPrompts.map((prompt) => new TextEncoder().encode(prompt)) });
  }
  const form = wordsForm(program, tokenizer);
  const { maxBytes } = form.input;
  const prompts = goldenPrompts.map((text) => encodePrompt({ text, tokenizer, maxBytes }).bytes);
  return write(folder, { ...source, form, prompts });
}

/** The tokenizer.json of a model that writes in words. */
async function readTokenizer(directory: string): Promise<Tokenizer | undefined> {
  const text = await readFile(join(directory, 'tokenizer.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : tokenizerSchema.parse(JSON.parse(text));
}

/** Packs and writes the two files that packing makes; returns the bundle's address. */
export async function write(
  folder: string,
  source: Parameters<typeof packBundle>[0] & { form?: ModelForm },
): Promise<string> {
  const packed = packBundle(source);
  await writeFile(join(folder, 'golden.json'), packed.golden);
  await writeFile(join(folder, 'manifest.json'), packed.manifest);
  return uriOf((await bundleInFolder(folder)).cid);
}
