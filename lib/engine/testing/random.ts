/** A seeded source of numbers for tests: the same seed gives the same numbers, everywhere and for ever (xorshift32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
    for (let i = 0; i < 8; i++) this.next();
  }

  /** 0 … 2^32 − 1. */
  next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }

  /** low … high, both included. */
  int(low: number, high: number): number {
    return low + (this.next() % (high - low + 1));
  }

  /** One of them. */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.int(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  /** True once in `times`. */
  chance(times: number): boolean {
    return this.int(1, times) === 1;
  }

  /** Bytes in runs of different kinds: any, small, and nothing but an extreme value. */
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const end = Math.min(length, at + this.int(1, 400));
      const kind = this.pick(['any', 'any', 'any', 'small', 'extreme', 'mixed'] as const);
      const extreme = this.pick([0, 0x7f, 0x80, 0xff]);
      for (; at < end; at++) {
        if (kind === 'extreme') bytes[at] = extreme;
        else if (kind === 'small') bytes[at] = this.int(-4, 4);
        else if (kind === 'mixed') bytes[at] = this.pick([0x7f, 0x80]);
        else bytes[at] = this.next() >>> 24;
      }
    }
    return bytes;
  }
}
