/**
 * out[j] = saturate16(tokens[byte][j] + positions[position][j]). Both tables are i16, little-endian, row-major, at the
 * given byte offsets of the weights. Spec: docs/op-spec.md, "embed".
 */
export function embed(
  at: { weights: DataView; tokens: number; positions: number; byte: number; position: number },
  out: Int16Array,
): void {
  const row = 2 * out.length;
  const token = at.tokens + at.byte * row;
  const position = at.positions + at.position * row;
  for (let j = 0; j < out.length; j++) {
    const sum = at.weights.getInt16(token + 2 * j, true) + at.weights.getInt16(position + 2 * j, true);
    out[j] = Math.max(-32768, Math.min(32767, sum));
  }
}
