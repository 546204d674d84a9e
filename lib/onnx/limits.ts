/** Bounds of an ONNX file. With them, reading one takes at most about four times its size, and compiling ends. */
export const ONNX_LIMITS = {
  fileBytes: 1 << 28,
  /** Messages of all kinds in one file: an empty one costs two bytes of file and some hundred of memory. */
  messages: 1 << 18,
  /** Strings and numbers of repeated fields. Big tensors come as raw bytes, which are not copied. */
  values: 1 << 24,
  depth: 16,
  nodes: 4096,
  rank: 8,
  /** Elements of one tensor, and of all tensors that folding makes. */
  elements: 1 << 26,
  foldedElements: 1 << 27,
  /** Multiplications and copies that merging linear operators takes. */
  mergeWork: 2 ** 32,
  minOpset: 7,
  maxOpset: 25,
} as const;
