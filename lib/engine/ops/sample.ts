import { keccak_256 } from '@noble/hashes/sha3.js';

/**
 * out[v] = table[byte v mod 32 of keccak256(seed ‖ u32be(step) ‖ u32be(floor(v / 32)))], table of 256 i16.
 * With a table of Gumbel quantiles, the argmax of logits plus this noise is a sample. Spec: docs/op-spec.md, "noise".
 */
export function noise(
  rule: { weights: DataView; table: number; seed: Uint8Array; step: number },
  out: Int16Array,
): void {
  const message = new Uint8Array(40);
  message.set(rule.seed);
  const view = new DataView(message.buffer);
  view.setUint32(32, rule.step);
  let block = new Uint8Array(32);
  for (let v = 0; v < out.length; v++) {
    if (v % 32 === 0) {
      view.setUint32(36, v / 32);
      block = new Uint8Array(keccak_256(message));
    }
    out[v] = rule.weights.getInt16(rule.table + 2 * (block[v % 32] ?? 0), true);
  }
}

/** out[r] = the lowest index k of the largest x[r, k]. Spec: docs/op-spec.md, "argmax". */
export function argmax(x: Int16Array, out: Int32Array): void {
  const width = x.length / out.length;
  for (let r = 0; r < out.length; r++) {
    const row = x.subarray(r * width, (r + 1) * width);
    let best = 0;
    for (let v = 1; v < row.length; v++) if ((row[v] ?? 0) > (row[best] ?? 0)) best = v;
    out[r] = best;
  }
}
