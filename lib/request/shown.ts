import type { Manifest } from '../bundle/manifest.ts';
import { fromHex, toHex } from '../engine/hex.ts';
import { decode } from '../tokenizer/decode.ts';
import { describeSlots } from '../tokenizer/slots.ts';
import { type Picture, pictureOf, pictureOfIndices } from './picture.ts';

/** What the bytes of a request or of an answer are. Undefined where the model's manifest is not there (yet). */
export type Form = Manifest['input'] | Manifest['output'];

/** One number of an answer. `text` is rounded to what its scale can tell apart. */
export type ShownValue = { readonly label: string; readonly value: number; readonly text: string };

/** Bytes as a page shows them. What does not have the form that it should have is shown as hex. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'class'; readonly index: number; readonly label: string | null }
  | { readonly kind: 'values'; readonly values: readonly ShownValue[] }
  | { readonly kind: 'hex'; readonly hex: string; readonly note: string | null };

/** Reads bytes in a form. Never throws: `note` says why bytes are shown as hex where that is a surprise. */
export function showBytes(form: Form | undefined, hex: string): Shown {
  const bytes = fromHex(hex);
  if (bytes === undefined) return { kind: 'hex', hex, note: 'These bytes cannot be read.' };
  const asHex = (note: string | null): Shown => ({ kind: 'hex', hex: toHex(bytes), note });
  if (form === undefined) return guess(bytes) ?? asHex(null);
  switch (form.encoding) {
    case 'utf8': {
      const text = decodeText(bytes);
      return text === null ? asHex('These bytes are not text, so they are shown as hex.') : { kind: 'text', text };
    }
    case 'words':
      return { kind: 'text', text: decode(bytes, form.tokenizer) };
    case 'image':
      return bytes.length > form.maxBytes
        ? asHex('These bytes are more than the picture has.')
        : { kind: 'picture', picture: pictureOf(form, bytes) };
    case 'indexed':
      return bytes.length > form.maxBytes
        ? asHex('These bytes are more than the picture has.')
        : { kind: 'picture', picture: pictureOfIndices(form, bytes) };
    case 'slots':
      return bytes.length === form.maxBytes
        ? { kind: 'text', text: describeSlots(bytes, form) }
        : asHex('These bytes are no request of this model.');
    case 'bytes':
      return asHex(null);
    case 'class':
      return showClass(form.labels, bytes) ?? asHex('These bytes are no class of this model.');
    case 'values':
      return showValues(form, bytes) ?? asHex('These bytes are not the numbers of this model.');
    default:
      return form satisfies never;
  }
}

/** Text where nearly nothing else can be meant, while it is not known what the bytes are. */
function guess(bytes: Uint8Array): Shown | null {
  const text = decodeText(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: other control characters are no text that a person typed
  return text === null || text === '' || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)
    ? null
    : { kind: 'text', text };
}

/** Strictly: nothing is replaced, trimmed or normalised. */
function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function showClass(labels: readonly string[], bytes: Uint8Array): Shown | null {
  if (bytes.length !== 4) return null;
  const index = viewOf(bytes).getInt32(0, true);
  if (index < 0 || (labels.length > 0 && index >= labels.length)) return null;
  return { kind: 'class', index, label: labels[index] ?? null };
}

function showValues(form: Form & { encoding: 'values' }, bytes: Uint8Array): Shown | null {
  const size = form.dtype === 'i16' ? 2 : 1;
  if (bytes.length === 0 || bytes.length % size !== 0) return null;
  const view = viewOf(bytes);
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(form.scale))));
  const values = Array.from({ length: bytes.length / size }, (_, place) => {
    const value = form.scale * integerAt(view, place, form.dtype) + form.zero;
    return { label: form.labels[place] ?? String(place), value, text: value.toFixed(digits) };
  });
  return { kind: 'values', values };
}

function integerAt(view: DataView, place: number, dtype: string): number {
  if (dtype === 'i16') return view.getInt16(place * 2, true);
  return dtype === 'u8' || dtype === 'u7' ? view.getUint8(place) : view.getInt8(place);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** One line for lists, titles and screen readers, cut at `limit` letters. */
export function shownLine(shown: Shown, limit = 80): string {
  switch (shown.kind) {
    case 'text':
      return cut(shown.text.replace(/\s+/g, ' ').trim(), limit);
    case 'picture':
      return `a picture of ${shown.picture.width} × ${shown.picture.height}`;
    case 'class':
      return cut(classText(shown), limit);
    case 'values':
      return cut(shown.values.map(({ label, text }) => `${label} ${text}`).join(', '), limit);
    case 'hex':
      return cut(shown.hex, limit);
    default:
      return shown satisfies never;
  }
}

/** A class by its name, or by its number where it has none. */
export function classText({ index, label }: { index: number; label: string | null }): string {
  return label ?? `class ${index}`;
}

function cut(line: string, limit: number): string {
  const letters = [...line];
  return letters.length <= limit ? line : `${letters.slice(0, limit - 1).join('')}…`;
}
