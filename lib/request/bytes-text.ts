import { fromHex } from '../engine/hex.ts';

/** Bytes as a page shows them: text where they are UTF-8, hex where they are not. `byteLength` counts bytes. */
export type ShownBytes =
  | { kind: 'text'; text: string; byteLength: number }
  | { kind: 'hex'; hex: string; byteLength: number };

/** Decodes chain bytes strictly: nothing is replaced, trimmed or normalised. */
export function showBytes(hex: string): ShownBytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) return { kind: 'hex', hex, byteLength: 0 };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: 'text', text, byteLength: bytes.length };
  } catch {
    return { kind: 'hex', hex, byteLength: bytes.length };
  }
}

/** Length of a text in UTF-8 bytes, as the oracle and the model count it. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** One line of a prompt for lists and titles: white space folded, cut at `limit` letters. */
export function promptLine(hex: string, limit = 80): string {
  const shown = showBytes(hex);
  const line = shown.kind === 'text' ? shown.text.replace(/\s+/g, ' ').trim() : shown.hex;
  const letters = [...line];
  return letters.length <= limit ? line : `${letters.slice(0, limit - 1).join('')}…`;
}
