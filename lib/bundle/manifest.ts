import { z } from 'zod';
import { slotsSchema } from '../tokenizer/slots.ts';
import { type Tokenizer, tokenizerSchema } from '../tokenizer/tokenizer.ts';
import { MAX_FILE_BYTES } from './bundle-files.ts';
import { BundleError } from './error.ts';

const MAX_MANIFEST_BYTES = MAX_FILE_BYTES['manifest.json'];

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/, '32 bytes of hex')]);
const count = z.int().nonnegative();
const maxBytes = z.int().positive();
const side = z.int().positive().max(4096);
const labels = z.array(z.string().min(1).max(64)).max(4096);
const utf8 = z.strictObject({ encoding: z.literal('utf8'), maxBytes });
/** Text in the bytes of the manifest's tokenizer. */
const words = z.strictObject({ encoding: z.literal('words'), maxBytes });

/** One byte for each channel of each pixel, row by row, a pixel's channels together: grey, RGB or RGBA. */
const image = z.strictObject({
  encoding: z.literal('image'),
  width: side,
  height: side,
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  maxBytes,
});

/** What the bytes of a request are. */
const input = z.discriminatedUnion('encoding', [
  utf8,
  words,
  image,
  slotsSchema,
  z.strictObject({ encoding: z.literal('bytes'), maxBytes }),
]);

/** A picture of few colours: for each pixel, row by row, the number of its colour, in one byte or in four (little-endian). */
const indexed = z.strictObject({
  encoding: z.literal('indexed'),
  width: side,
  height: side,
  palette: z
    .array(z.string().regex(/^[0-9a-f]{8}$/, 'RGBA in hex'))
    .min(2)
    .max(256),
  maxBytes,
});

/** What the bytes of an answer are: text, a picture, the number of a class (i32, little-endian), or numbers scale · q + zero. */
const output = z.discriminatedUnion('encoding', [
  utf8,
  words,
  image,
  indexed,
  z.strictObject({ encoding: z.literal('class'), labels, maxBytes: z.literal(4) }),
  z.strictObject({
    encoding: z.literal('values'),
    dtype: z.enum(['i7', 'u7', 'i8', 'u8', 'i16']),
    scale: z.number().positive(),
    zero: z.number(),
    labels,
    maxBytes,
  }),
]);

type Kind = 'text' | 'picture' | 'classifier' | 'values';

/** The encodings in which a model of a kind can answer, and can be asked. */
const ANSWERS: Record<Kind, readonly string[]> = {
  text: ['utf8', 'words'],
  picture: ['image', 'indexed'],
  classifier: ['class'],
  values: ['values'],
};
const REQUESTS: Record<Kind, readonly string[]> = {
  text: ['utf8', 'words'],
  picture: ['slots', 'image', 'bytes'],
  classifier: ['image', 'bytes'],
  values: ['image', 'bytes'],
};

/** The text of manifest.json: what a model is, and hash and size of its program and weights. The files lie beside it. */
const fileSchema = z
  .strictObject({
    version: z.literal(2),
    name: z.string().min(1).max(64),
    description: z.string().min(1).max(2000),
    /** `text` writes, `picture` draws, `classifier` names the class of what it is given, `values` computes numbers from it. */
    kind: z.enum(['text', 'picture', 'classifier', 'values']),
    licence: z.string().min(1).max(200),
    input,
    output,
    /** `hash` is the registry's programHash: over the program's records. */
    program: z.strictObject({ hash, bytes: count }),
    /** `hash` is the registry's modelHash: the root over weights.bin. */
    weights: z.strictObject({ hash, bytes: count }),
    parameters: count,
    macsPerStep: count,
    /** Prompts to show someone who does not know what to ask. */
    examples: z.array(z.string().min(1).max(256)).max(16),
    /** How text becomes bytes, where an encoding is `words`. */
    tokenizer: tokenizerSchema.optional(),
  })
  .superRefine(({ kind, input, output, tokenizer }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!ANSWERS[kind].includes(output.encoding))
      refuse('output', `a ${kind} model answers in ${ANSWERS[kind].join(' or ')}`);
    if (!REQUESTS[kind].includes(input.encoding)) refuse('input', `a ${kind} model does not take ${input.encoding}`);
    const hasWords = input.encoding === 'words' || output.encoding === 'words';
    if (hasWords !== (tokenizer !== undefined))
      refuse('tokenizer', 'it goes with the encoding words, and only with it');
    for (const [path, form] of [['input', input] as const, ['output', output] as const]) {
      if (form.encoding === 'image' && form.maxBytes !== form.width * form.height * form.channels) {
        refuse(path, `a picture of ${form.width} × ${form.height} × ${form.channels} has other bytes`);
      }
    }
    if (output.encoding === 'indexed' && ![1, 4].includes(output.maxBytes / (output.width * output.height))) {
      refuse('output', `a picture of ${output.width} × ${output.height} numbers has other bytes`);
    }
  });

/** What manifest.json holds, as JSON: the tokenizer stands once. */
export type ManifestFile = z.infer<typeof fileSchema>;

/** Text in words: the tokenizer, which the file has once, is with each side that needs it. */
export type WordsForm = z.infer<typeof words> & { tokenizer: Tokenizer };

/** The shape of manifest.json, read: {@link Manifest}. */
export const manifestSchema = fileSchema.transform(({ tokenizer, ...file }) => ({
  ...file,
  input: file.input.encoding === 'words' ? withTokenizer(file.input, tokenizer) : file.input,
  output: file.output.encoding === 'words' ? withTokenizer(file.output, tokenizer) : file.output,
}));

/** A parsed manifest.json. */
export type Manifest = z.output<typeof manifestSchema>;

function withTokenizer(form: z.infer<typeof words>, tokenizer: Tokenizer | undefined): WordsForm {
  if (tokenizer === undefined) throw new BundleError('bundle/bad-manifest', 'manifest.json has no tokenizer.');
  return { ...form, tokenizer };
}

/** Parses manifest.json; throws `bundle/bad-manifest` with the first thing that is wrong. */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw new BundleError(
      'bundle/bad-manifest',
      `The manifest has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}.`,
    );
  }
  const result = manifestSchema.safeParse(parseJson(bytes));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new BundleError('bundle/bad-manifest', `manifest.json ${where}: ${issue?.message ?? 'invalid'}.`, result.error);
}

/** The bytes of manifest.json: JSON with two spaces and a final newline, keys in the schema's order. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(fileSchema.parse(manifestFile(manifest)), null, 2)}\n`);
}

/** A manifest as it is written. Throws `bundle/bad-manifest` where its two sides have different tokenizers. */
export function manifestFile(manifest: Manifest): ManifestFile {
  const { input, output } = manifest;
  let tokenizer: Tokenizer | undefined;
  const plain = ({ tokenizer: own, ...form }: WordsForm): z.infer<typeof words> => {
    if (tokenizer !== undefined && tokenizer !== own) {
      throw new BundleError('bundle/bad-manifest', 'Request and answer have different tokenizers.');
    }
    tokenizer = own;
    return form;
  };
  const file = {
    ...manifest,
    input: input.encoding === 'words' ? plain(input) : input,
    output: output.encoding === 'words' ? plain(output) : output,
  };
  return tokenizer === undefined ? file : { ...file, tokenizer };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new BundleError('bundle/bad-manifest', 'manifest.json is not JSON.', cause);
  }
}
