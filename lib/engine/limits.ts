/** Bounds of a program. They keep a hostile program from taking time or memory and every sum within its type. */
export const LIMITS = {
  programBytes: 1 << 20,
  weightsBytes: 1 << 28,
  ops: 1024,
  states: 256,
  context: 4096,
  /** Of a program that runs once: what the oracle takes. */
  inputBytes: 4096,
  outputBytes: 16_384,
  heads: 64,
  /** Equal rows of a tensor, each worked on by itself; also groups. */
  rows: 65_535,
  /** Each number of a window. */
  window: 65_535,
  /** Dimensions of a move. */
  rank: 6,
  vocab: 65_536,
  /** What a requantise adds, either way. */
  offset: 65_536,
  /** Widest row of a linear operator, a kernel or a matmul: 65,536 · 128 · 127 < 2^31. */
  columns: 65_536,
  headWidth: 1024,
  /** Elements of one tensor, and of all states together. */
  tensor: 1 << 20,
  stateElements: 1 << 26,
  macsPerStep: 2 ** 32,
  /** `context` · width of a mix: its partial sums, which only a dispute lays out. */
  partialElements: 1 << 24,
  /** Calldata that shows one element: what a transaction can carry. */
  witnessBytes: 96 * 1024,
  mul: 65_535,
  shift: 46,
} as const;
