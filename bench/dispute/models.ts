import { readFileSync } from 'node:fs';
import { parseProgram } from '../../lib/engine/program.ts';
import { layOut, type TraceLayout } from '../../lib/engine/trace/records.ts';

/** A model to dispute, and what it is asked. */
export type BenchModel = { readonly layout: TraceLayout; readonly weights: Uint8Array; readonly input: Uint8Array };

const ROW_TRAILER_BYTES = 8;
const TABLE_BYTES = 256;
const SHIFT = 16;

/**
 * A feed-forward network of linear layers: input bytes halved to 7 bits, ReLU between layers, and the number of the largest output.
 * The weights are pseudo-random, sized so that values stay in range.
 */
export function network(widths: readonly [number, ...number[]], seed: number): BenchModel {
  const random = mulberry32(seed);
  const [inputs, ...layers] = widths;
  const rows = layers.map((count, i) => ({ count, columns: widths[i] ?? inputs }));
  const sizes = rows.map(({ count, columns }) => count * (columns + ROW_TRAILER_BYTES));
  const weights = new Uint8Array(TABLE_BYTES + sizes.reduce((sum, size) => sum + size, 0));
  for (let byte = 0; byte < TABLE_BYTES; byte++) weights[byte] = byte >> 1;

  const ops: unknown[] = [
    { op: 'input', size: inputs },
    { op: 'map', x: 0, table: 0, dtype: 'u7' },
  ];
  let at = TABLE_BYTES;
  rows.forEach(({ count, columns }, layer) => {
    const dtype = layer === rows.length - 1 ? 'i16' : 'u7';
    ops.push({ op: 'linear', x: ops.length - 1, rows: count, weights: at, shift: SHIFT, dtype });
    const view = new DataView(weights.buffer);
    for (let row = 0; row < count; row++, at += columns + ROW_TRAILER_BYTES) {
      for (let k = 0; k < columns; k++) weights[at + k] = random() * 256;
      // A random sum of `columns` products is about 5400 · √columns: scaled to some tens, or hundreds in the last layer.
      view.setUint16(at + columns + 4, ((dtype === 'i16' ? 40 : 4) * 2 ** SHIFT) / (540 * Math.sqrt(columns)), true);
    }
  });
  ops.push({ op: 'argmax', x: ops.length - 1, rows: 1 });

  const shape = { context: 1, minInput: inputs, maxInput: inputs, minOutput: 4, maxOutput: 4, terminator: 0 };
  const program = { format: 'openimo-program', version: 3, mode: 'once', ...shape, weightsBytes: weights.length };
  const bytes = new TextEncoder().encode(JSON.stringify({ ...program, states: [], ops }));
  const input = Uint8Array.from({ length: inputs }, () => random() * 256);
  return { layout: layOut(parseProgram(bytes)), weights, input };
}

/** The text model at its full length: the longest prompt. */
export function textModel(): BenchModel {
  const read = (name: string): Uint8Array =>
    new Uint8Array(readFileSync(new URL(`../../models/psalter/bundle/${name}`, import.meta.url)));
  const layout = layOut(parseProgram(read('program.json')));
  const prompt = 'And it came to pass in those days, that the LORD spake unto the people of the land, and said, ';
  const input = new TextEncoder().encode(
    prompt.padEnd(layout.program.maxInput, 'And ').slice(0, layout.program.maxInput),
  );
  return { layout, weights: read('weights.bin'), input };
}

/** A well-known small generator of equal numbers in [0, 1), so that a bench is the same each time. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
