// `node --import tsx models/zoo/samples/pictures.ts <folder of skimage/data>`: Debian's python3-skimage has photographs in the public
// domain and 100 faces of Labeled Faces in the Wild. Faces for emotion, faces and other things for face-detector, and 32 × 32 pieces
// of photographs for the upscaler.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { seeded } from '../../../lib/onnx/testing/random.ts';
import { type Sample, writeSamples } from './write.ts';

const FACE = 25;
const SIDE = 64;
const PHOTOS = [
  'astronaut.png',
  'chelsea.png',
  'coffee.png',
  'rocket.jpg',
  'motorcycle_left.png',
  'hubble_deep_field.jpg',
  'ihc.png',
];

const [folder = ''] = process.argv.slice(2);
const random = seeded(4);
const among = (count: number): number => Math.floor(random() * count);

/** lfw_subset.npy: 200 grey pictures of 25 × 25 as doubles of 0 … 1, the first hundred of faces. */
const file = await readFile(join(folder, 'lfw_subset.npy'));
const values = new Float64Array(
  file.buffer.slice(file.byteOffset + file.length - 8 * 200 * FACE * FACE, file.byteOffset + file.length),
);
const greys = Array.from({ length: 200 }, (_, i) =>
  Uint8Array.from(values.subarray(i * FACE * FACE, (i + 1) * FACE * FACE), (v) => Math.round(255 * v)),
);

/** A face of 64 × 64 pixels; of `margin` pixels around it, the edge goes on. */
async function face(
  grey: Uint8Array,
  { mirrored, margin }: { mirrored: boolean; margin: number },
): Promise<Uint8Array> {
  const raw = { raw: { width: FACE, height: FACE, channels: 1 as const } };
  const inner = SIDE - 2 * margin;
  const large = sharp(grey, raw).flop(mirrored).resize(inner, inner, { kernel: 'cubic' }).toColourspace('b-w');
  const extended = sharp(await large.raw().toBuffer(), { raw: { width: inner, height: inner, channels: 1 } });
  const around = { top: margin, bottom: margin, left: margin, right: margin, extendWith: 'copy' as const };
  return new Uint8Array(await extended.extend(around).toColourspace('b-w').raw().toBuffer());
}

/** A square of a photograph, made `side` pixels wide. */
async function piece(
  photo: string,
  { side, from, grey }: { side: number; from: number; grey: boolean },
): Promise<Uint8Array> {
  const image = sharp(join(folder, photo)).removeAlpha();
  const { width = 0, height = 0 } = await image.metadata();
  const cut = Math.min(from, width, height);
  const place = { left: among(width - cut + 1), top: among(height - cut + 1), width: cut, height: cut };
  const small = image.extract(place).resize(side, side, { kernel: 'lanczos3' });
  return new Uint8Array(await (grey ? small.toColourspace('b-w') : small.toColourspace('srgb')).raw().toBuffer());
}

const faces: Sample[] = [];
for (const grey of greys.slice(0, 100)) {
  for (const mirrored of [false, true]) faces.push({ bytes: await face(grey, { mirrored, margin: 0 }) });
}
await writeSamples(new URL('../emotion/', import.meta.url), faces, random);

const scenes: Sample[] = [];
for (let i = 0; i < 90; i++)
  scenes.push({ bytes: await face(greys[i] ?? new Uint8Array(), { mirrored: random() < 0.5, margin: 4 + among(14) }) });
for (let i = 0; i < 50; i++)
  scenes.push({
    bytes: await piece(PHOTOS[i % PHOTOS.length] ?? '', { side: SIDE, from: 120 + among(200), grey: true }),
  });
for (let i = 0; i < 30; i++) {
  const bytes = await sharp(join(folder, 'astronaut.png'))
    .extract({ left: 120 + among(40), top: among(25), width: 190 + among(50), height: 190 + among(50) })
    .resize(SIDE, SIDE, { fit: 'fill' })
    .flop(random() < 0.5)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  scenes.push({ bytes: new Uint8Array(bytes) });
}
await writeSamples(new URL('../face-detector/', import.meta.url), scenes, random);

const pieces: Sample[] = [];
for (let i = 0; i < 170; i++) {
  const bytes = await piece(PHOTOS[i % PHOTOS.length] ?? '', { side: 32, from: 64 + among(192), grey: false });
  pieces.push({ bytes });
}
await writeSamples(new URL('../../upscaler/', import.meta.url), pieces, random);
