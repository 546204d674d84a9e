/** out[j] = saturate16(x[j] + y[j]). Spec: docs/op-spec.md, "add". */
export function add(x: Int16Array, y: Int16Array, out: Int16Array): void {
  for (let j = 0; j < out.length; j++) out[j] = Math.max(-32768, Math.min(32767, (x[j] ?? 0) + (y[j] ?? 0)));
}
