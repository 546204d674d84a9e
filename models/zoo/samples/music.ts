// `node --import tsx models/zoo/samples/music.ts`: chords of plucked strings, made up, as the spectra that basic-pitch sees: a constant-Q
// transform with three bins for each semitone, in decibels, spread over 0 … 1. It is computed here, not by the package.
import { normals, seeded } from '../../../lib/onnx/testing/random.ts';
import { writeSamples } from './write.ts';

const RATE = 22_050;
const HOP = 256;
const FRAMES = 13;
const BINS = 309;
const LOWEST_HZ = 27.5;
const PER_OCTAVE = 36;
/** Samples of the longest window: lower tones would want more. */
const LONGEST = 4_096;
const QUALITY = 1 / (2 ** (1 / PER_OCTAVE) - 1);

const random = seeded(5);
const among = (count: number): number => Math.floor(random() * count);

/** One to four strings, plucked at moments of their own, with a little noise. */
function play(length: number): Float64Array {
  const sound = normals(random, length, 0.002);
  for (let note = 1 + among(4); note > 0; note--) {
    const hertz = LOWEST_HZ * 2 ** ((12 + among(52)) / 12);
    const [start, loudness, brightness] = [among(length - 2_000), 0.1 + 0.4 * random(), 0.4 + 0.4 * random()];
    for (let harmonic = 1; harmonic * hertz < RATE / 2 && harmonic <= 8; harmonic++) {
      const step = (2 * Math.PI * harmonic * hertz) / RATE;
      for (let i = start; i < length; i++) {
        const decay = Math.exp((-3 * harmonic ** 0.5 * (i - start)) / RATE);
        sound[i] = (sound[i] ?? 0) + loudness * brightness ** (harmonic - 1) * decay * Math.sin(step * (i - start));
      }
    }
  }
  return sound;
}

/** Energy of each bin around each moment. */
function spectrum(sound: Float64Array): Float64Array {
  const energies = new Float64Array(FRAMES * BINS);
  for (let bin = 0; bin < BINS; bin++) {
    const hertz = LOWEST_HZ * 2 ** (bin / PER_OCTAVE);
    const size = Math.min(LONGEST, Math.ceil((QUALITY * RATE) / hertz));
    const step = (2 * Math.PI * hertz) / RATE;
    const window = Float64Array.from({ length: size }, (_, i) => (1 - Math.cos((2 * Math.PI * i) / size)) / size);
    const cosine = window.map((weight, i) => weight * Math.cos(step * i));
    const sine = window.map((weight, i) => weight * Math.sin(step * i));
    for (let frame = 0; frame < FRAMES; frame++) {
      const start = LONGEST / 2 + frame * HOP - (size >> 1);
      let [real, imaginary] = [0, 0];
      for (let i = 0; i < size; i++) {
        const value = sound[start + i] ?? 0;
        real += value * (cosine[i] ?? 0);
        imaginary += value * (sine[i] ?? 0);
      }
      energies[frame * BINS + bin] = real ** 2 + imaginary ** 2;
    }
  }
  return energies;
}

const samples = Array.from({ length: 164 }, () => {
  const decibels = spectrum(play(LONGEST + FRAMES * HOP)).map((energy) => 10 * Math.log10(energy + 1e-10));
  const [low, high] = [decibels.reduce((a, b) => Math.min(a, b)), decibels.reduce((a, b) => Math.max(a, b))];
  return { bytes: Uint8Array.from(decibels, (value) => Math.round((255 * (value - low)) / (high - low))) };
});
await writeSamples(new URL('../basic-pitch/', import.meta.url), samples, random);
