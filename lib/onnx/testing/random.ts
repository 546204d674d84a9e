/** Numbers in [0, 1) from a seed (xorshift32), for tests: the same seed, the same numbers. */
export function seeded(seed: number): () => number {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** `count` numbers of a normal distribution. */
export function normals(random: () => number, count: number, deviation = 1): Float64Array {
  return Float64Array.from(
    { length: count },
    () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** `count` requests of `size` bytes. */
export function requests(random: () => number, { count, size }: { count: number; size: number }): Uint8Array[] {
  return Array.from({ length: count }, () => Uint8Array.from({ length: size }, () => Math.floor(256 * random())));
}
