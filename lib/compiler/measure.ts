/** How near the integers of a tensor come to the float model's numbers, over many requests. */
export type Nearness = {
  /** Of all values as one vector: 1 is the same direction. */
  readonly cosine: number;
  /** Root mean square of the difference, as a part of the root mean square of the float values. */
  readonly relativeError: number;
  readonly largestError: number;
};

/** Adds up the differences of one tensor, request by request. */
export class Comparison {
  #dot = 0;
  #float = 0;
  #integer = 0;
  #error = 0;
  #largest = 0;
  #count = 0;

  /** `float` and `integer` (as real numbers: scale · q + zero) have the same elements in the same order. */
  add(float: ArrayLike<number>, integer: ArrayLike<number>): void {
    if (float.length !== integer.length) throw new RangeError(`${float.length} and ${integer.length} values.`);
    for (let j = 0; j < float.length; j++) {
      const [a, b] = [float[j] ?? 0, integer[j] ?? 0];
      this.#dot += a * b;
      this.#float += a * a;
      this.#integer += b * b;
      this.#error += (a - b) ** 2;
      this.#count++;
      this.#largest = Math.max(this.#largest, Math.abs(a - b));
    }
  }

  /** Peak signal-to-noise ratio in dB for values from 0 to `peak`. */
  psnr(peak: number): number {
    return this.#error === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10((peak ** 2 * this.#count) / this.#error);
  }

  get result(): Nearness {
    const norms = Math.sqrt(this.#float * this.#integer);
    return {
      cosine: norms === 0 ? Number(this.#float === this.#integer) : this.#dot / norms,
      relativeError: this.#float === 0 ? Number(this.#error > 0) : Math.sqrt(this.#error / this.#float),
      largestError: this.#largest,
    };
  }
}
