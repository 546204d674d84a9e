import type { Manifest } from '../../lib/bundle/manifest.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { decode } from '../../lib/tokenizer/decode.ts';

/** An answer's bytes as a person reads them: text, the name of a class, numbers, or a picture's bytes in hex, a row a line; a letter a pixel where it has a palette. */
export function showAnswer(form: Manifest['output'], output: Uint8Array): string {
  const view = new DataView(output.buffer, output.byteOffset, output.length);
  if (form.encoding === 'utf8') return new TextDecoder().decode(output);
  if (form.encoding === 'words') return decode(output, form.tokenizer);
  if (form.encoding === 'class') {
    const index = view.getInt32(0, true);
    return form.labels[index] ?? String(index);
  }
  if (form.encoding === 'image') {
    const row = form.width * form.channels;
    return Array.from({ length: form.height }, (_, y) => toHex(output.subarray(y * row, (y + 1) * row)).slice(2)).join(
      '\n',
    );
  }
  if (form.encoding === 'indexed') {
    const step = output.length / form.height;
    const each = form.maxBytes / (form.width * form.height);
    const letters = '.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const row = (y: number): number[] => Array.from({ length: form.width }, (_, x) => output[y * step + x * each] ?? 0);
    return Array.from({ length: form.height }, (_, y) =>
      row(y)
        .map((index) => letters[index] ?? '?')
        .join(''),
    ).join('\n');
  }
  const size = form.dtype === 'i16' ? 2 : 1;
  const read = (at: number): number => {
    if (form.dtype === 'i16') return view.getInt16(at, true);
    return form.dtype === 'u8' ? view.getUint8(at) : view.getInt8(at);
  };
  return Array.from({ length: output.length / size }, (_, j) => {
    const value = (form.scale * read(j * size) + form.zero).toPrecision(5);
    return form.labels[j] === undefined ? value : `${form.labels[j]} ${value}`;
  }).join('\n');
}
