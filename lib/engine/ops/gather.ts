import type { DType, Values } from '../tensor.ts';

/** Where a gather finds its table, and how its numbers are written. */
export type GatherRule = {
  weights: DataView;
  table: number;
  idBytes: number;
  vocab: number;
  width: number;
  dtype: DType;
};

/**
 * out[n, k] = T[min(id n, vocab − 1)][k]; ids are single bytes, or two bytes little-endian. Entries of i7 are saturated.
 * Spec: docs/op-spec.md, "gather".
 */
export function gather(x: Uint8Array, rule: GatherRule, out: Values): void {
  const { weights, table, idBytes, vocab, width, dtype } = rule;
  for (let n = 0; n * width < out.length; n++) {
    const id = idBytes === 1 ? (x[n] ?? 0) : (x[2 * n] ?? 0) + 256 * (x[2 * n + 1] ?? 0);
    const row = Math.min(id, vocab - 1) * width;
    for (let k = 0; k < width; k++) {
      if (dtype === 'i16') out[n * width + k] = weights.getInt16(table + 2 * (row + k), true);
      else {
        const entry = weights.getInt8(table + row + k);
        out[n * width + k] = dtype === 'i7' ? Math.max(-64, Math.min(63, entry)) : entry;
      }
    }
  }
}
