import { writeFile } from 'node:fs/promises';

/** Requests to calibrate with; those that come after them are measured on. */
const CALIBRATE = 64;
const MEASURE = 100;

/** A request, and where it is known which class is right. */
export type Sample = { readonly bytes: Uint8Array; readonly truth?: number };

/** Shuffles with a seed and writes calibrate.bin, samples.bin and, where the truth is known, truth.bin. */
export async function writeSamples(model: URL, samples: readonly Sample[], random: () => number): Promise<void> {
  const order = samples.map((sample) => ({ sample, at: random() })).sort((a, b) => a.at - b.at);
  const shuffled = order.map(({ sample }) => sample);
  const calibrate = shuffled.slice(0, CALIBRATE);
  const measure = shuffled.slice(CALIBRATE, CALIBRATE + MEASURE);
  if (measure.length < MEASURE) throw new Error(`Only ${shuffled.length} samples.`);
  const join = (part: readonly Sample[]): Uint8Array => Buffer.concat(part.map(({ bytes }) => bytes));
  await writeFile(new URL('calibrate.bin', model), join(calibrate));
  await writeFile(new URL('samples.bin', model), join(measure));
  if (measure.every(({ truth }) => truth !== undefined)) {
    await writeFile(
      new URL('truth.bin', model),
      Uint8Array.from(measure, ({ truth = 0 }) => truth),
    );
  }
}

/** The byte that stands for a number where the model sees scale · byte + offset. */
export function toByte(value: number, { scale, offset }: { scale: number; offset: number }): number {
  return Math.max(0, Math.min(255, Math.round((value - offset) / scale)));
}
