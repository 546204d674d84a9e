/** Samples to calibrate with at most: more change nothing. */
const CALIBRATE = 512;
const HELD_OUT = 200;

/** Keeps a fifth of the samples, every fifth one, from calibration: what is measured on them was not fitted to them. */
export function splitHeldOut(samples: readonly Uint8Array[]): {
  calibrate: readonly Uint8Array[];
  measure: readonly Uint8Array[];
  isHeldOut: boolean;
} {
  const held = samples.filter((_, at) => at % 5 === 4).slice(0, HELD_OUT);
  if (held.length === 0) return { calibrate: samples, measure: samples, isHeldOut: false };
  return { calibrate: samples.filter((_, at) => at % 5 !== 4).slice(0, CALIBRATE), measure: held, isHeldOut: true };
}

/** Noise in place of samples: the same bytes every time. */
export function noiseSamples(size: number, count: number): Uint8Array[] {
  let state = 0x2545f491;
  const next = () => {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  };
  return Array.from({ length: count }, () => Uint8Array.from({ length: size }, next));
}
