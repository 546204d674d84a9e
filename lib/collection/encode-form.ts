import type { Manifest } from '../bundle/manifest.ts';
import type { Slots } from '../tokenizer/slots.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

const VERSION = 1;
const KINDS = { data: 0, text: 1, words: 2, slots: 3, picture: 4, indexed: 5, class: 6 } as const;
/** What one address can hold (EIP-170), less a byte in front. */
const MAX_FORM_BYTES = 24_575;
const MAX_SECTION_BYTES = 65_535;

type Part = { readonly kind: number; readonly section: Uint8Array };

/**
 * What the bytes of a model's prompts and answers are, as a collection's metadata need it on chain (docs/decisions/0015). Empty for
 * plain text both ways: then nothing has to be stored.
 *
 * A form that would be too large to be kept loses what only names things: labels, then words of prompts.
 */
export function encodeForm({ input, output }: Pick<Manifest, 'input' | 'output'>): Uint8Array<ArrayBuffer> {
  const words = [input, output].find((form) => form.encoding === 'words');
  const dictionary = words?.encoding === 'words' ? encodeDictionary(words.tokenizer) : new Uint8Array();
  const asked = encodeInput(input);
  const answered = encodeOutput(output);
  if (asked.kind === KINDS.text && answered.kind === KINDS.text) return new Uint8Array();
  const data: Part = { kind: KINDS.data, section: new Uint8Array() };
  for (const prompt of [asked, data]) {
    const form = joined([
      Uint8Array.of(VERSION, prompt.kind, answered.kind),
      ...[prompt.section, answered.section, dictionary].flatMap((section) => [u16(section.length), section]),
    ]);
    if (prompt.section.length <= MAX_SECTION_BYTES && form.length <= MAX_FORM_BYTES) return form;
  }
  return Uint8Array.of(VERSION, KINDS.data, KINDS.data, 0, 0, 0, 0, 0, 0);
}

function encodeInput(input: Manifest['input']): Part {
  switch (input.encoding) {
    case 'utf8':
      return { kind: KINDS.text, section: new Uint8Array() };
    case 'words':
      return { kind: KINDS.words, section: new Uint8Array() };
    case 'slots':
      return { kind: KINDS.slots, section: encodeSlotLists(input) };
    case 'image':
    case 'bytes':
      return { kind: KINDS.data, section: new Uint8Array() };
    default:
      return input satisfies never;
  }
}

function encodeOutput(output: Manifest['output']): Part {
  switch (output.encoding) {
    case 'utf8':
      return { kind: KINDS.text, section: new Uint8Array() };
    case 'words':
      return { kind: KINDS.words, section: new Uint8Array() };
    case 'image': {
      const { width, height, channels } = output;
      return { kind: KINDS.picture, section: joined([u16(width), u16(height), Uint8Array.of(channels)]) };
    }
    case 'indexed': {
      const { width, height, maxBytes, palette } = output;
      const colours = palette.map((hex) => u32(Number.parseInt(hex, 16)));
      const size = Uint8Array.of(maxBytes / (width * height));
      return { kind: KINDS.indexed, section: joined([u16(width), u16(height), size, ...colours]) };
    }
    case 'class':
      return { kind: KINDS.class, section: joined([u16(output.labels.length), ...output.labels.map(entry)]) };
    case 'values':
      return { kind: KINDS.data, section: new Uint8Array() };
    default:
      return output satisfies never;
  }
}

/** The words that a request is described with: of each entry the first, a hyphen being a space. */
function encodeSlotLists({ nouns, colours, styles, shades, turns, poses }: Slots): Uint8Array {
  const shown = (list: readonly string[]) => list.map((one) => (one.split(' ', 1)[0] ?? '').replaceAll('-', ' '));
  const lists = [shown(nouns), shown(colours), shown(styles), shown(shades), turns, poses];
  return joined(lists.flatMap((list) => [u16(list.length), ...list.map(entry)]));
}

function encodeDictionary(tokenizer: Tokenizer): Uint8Array {
  const { separator, title, newline, firstSingle, firstPrefix, firstSecond, genres } = tokenizer;
  const singles = tokenizer.singles.split(' ');
  const rows = tokenizer.rows.map((row) => row.split(' '));
  return joined([
    Uint8Array.of(separator, title, newline, firstSingle, firstPrefix, firstSecond, genres.length),
    ...genres.flatMap(({ name, byte }) => [Uint8Array.of(byte), entry(name)]),
    u16(singles.length),
    ...singles.map(entry),
    Uint8Array.of(rows.length),
    ...rows.flatMap((row) => [Uint8Array.of(row.length), ...row.map(entry)]),
  ]);
}

/** Labels of a manifest have 64 letters at most, words 32: 255 bytes of UTF-8 hold them but for a very odd one, which is cut. */
function entry(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text).subarray(0, 255);
  return joined([Uint8Array.of(bytes.length), bytes]);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 255);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
