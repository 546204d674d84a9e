/** Numbers from 0 that are joined to sets; the least of a set stands for it. */
export class Union {
  readonly #parents: number[] = [];

  constructor(count: number) {
    this.grow(count);
  }

  /** Numbers there are. */
  get count(): number {
    return this.#parents.length;
  }

  /** Adds numbers, each a set of its own; returns them. */
  grow(count: number): number[] {
    return Array.from({ length: count }, () => this.#parents.push(this.#parents.length) - 1);
  }

  /** What stands for the set of a number. */
  root(number: number): number {
    let root = number;
    for (let next = this.#parents[root] ?? root; next !== root; next = this.#parents[root] ?? root) root = next;
    for (let at = number; at !== root; ) {
      const next = this.#parents[at] ?? root;
      this.#parents[at] = root;
      at = next;
    }
    return root;
  }

  /** Makes the sets of two numbers one. */
  join(a: number, b: number): void {
    const [left, right] = [this.root(a), this.root(b)];
    this.#parents[Math.max(left, right)] = Math.min(left, right);
  }
}
