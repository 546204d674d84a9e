/** What an engraving is drawn from: one closed curve, repeated by rotation. All numbers follow from the seed. */
export type Engraving = {
  outer: string;
  inner: string;
  outerTurns: number;
  innerTurns: number;
  hue: number;
  hue2: number;
};

const POINTS = 144;

/** xmur3-style mixing of a text into a stream of numbers in [0, 1): for pictures only, never for money. */
function numbersFrom(seed: string): () => number {
  let state = 2_166_136_261;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 16_777_619);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_507);
    state = Math.imul(state ^ (state >>> 13), 3_266_489_909);
    state ^= state >>> 16;
    return (state >>> 0) / 4_294_967_296;
  };
}

function rosette(
  radius: number,
  petals: number,
  depth: number,
  ripple: number,
  rippleDepth: number,
  phase: number,
): string {
  let path = '';
  for (let index = 0; index < POINTS; index += 1) {
    const angle = (index / POINTS) * 2 * Math.PI;
    const r =
      radius *
      (1 - depth / 2 + (depth / 2) * Math.cos(petals * angle) + rippleDepth * Math.cos(ripple * angle + phase));
    path += `${index === 0 ? 'M' : 'L'}${(50 + r * Math.cos(angle)).toFixed(1)} ${(50 + r * Math.sin(angle)).toFixed(1)}`;
  }
  return `${path}Z`;
}

/** The engraved rosette of a token or an account, as on old share certificates: the same seed gives the same picture. */
export function engravingOf(seed: string): Engraving {
  const next = numbersFrom(seed.toLowerCase());
  const pick = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const petals = pick(2, 5);
  return {
    outer: rosette(46, petals, 0.35 + next() * 0.4, pick(5, 9), 0.03 + next() * 0.05, next() * 6),
    inner: rosette(26, pick(2, 4), 0.5 + next() * 0.45, pick(3, 6), 0.05, next() * 6),
    outerTurns: pick(7, 11),
    innerTurns: pick(5, 8),
    hue: pick(0, 359),
    hue2: pick(25, 150),
  };
}
