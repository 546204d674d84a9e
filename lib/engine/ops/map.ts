import type { ByteType } from '../op.ts';
import { RANGE } from '../tensor.ts';

/**
 * out[j] = table[x[j] mod 256], saturated to the output's type; the table's 256 entries are i8, or u8 for u8. All in bytes.
 * Spec: docs/op-spec.md, "map".
 */
export function map(x: Uint8Array, rule: { table: Int8Array; dtype: ByteType }, out: Uint8Array): void {
  const { low, high } = RANGE[rule.dtype];
  for (let j = 0; j < out.length; j++) {
    const entry = rule.table[x[j] ?? 0] ?? 0;
    out[j] = Math.max(low, Math.min(high, rule.dtype === 'u8' ? entry & 255 : entry));
  }
}
