/** Bounds of a program. They keep a hostile program from taking time or memory and every sum within its type. */
export const LIMITS = {
  programBytes: 1 << 20,
  weightsBytes: 1 << 28,
  ops: 1024,
  states: 256,
  context: 4096,
  heads: 64,
  /** Widest row of a linear operator: 65,536 · 128 · 127 < 2^31. */
  columns: 65_536,
  headWidth: 1024,
  /** Elements of one tensor, and of all states together. */
  tensor: 1 << 20,
  stateElements: 1 << 26,
  macsPerStep: 2 ** 32,
  mul: 65_535,
  shift: 46,
} as const;
