/** Bounds of an ONNX file: memory stays a small multiple of its size, and compiling ends. */
export const ONNX_LIMITS = {
  fileBytes: 1 << 28,
  /** Messages of all kinds in one file: an empty one costs two bytes of file and some hundred of memory. */
  messages: 1 << 18,
  /** Strings and numbers of repeated fields. Big tensors come as raw bytes, which are not copied. */
  values: 1 << 24,
  depth: 16,
  nodes: 4096,
  rank: 8,
  /** Elements of one tensor. */
  elements: 1 << 26,
  /** Numbers that folding and merging may make: so many, and so many for each in the file. */
  madeElements: 1 << 24,
  madePerGiven: 4,
  /** Multiplications that merging matrices takes. */
  mergeWork: 2 ** 31,
  minOpset: 7,
  maxOpset: 25,
} as const;
