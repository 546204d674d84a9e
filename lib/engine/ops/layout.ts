import { bytesOf, type DType, RANGE, type Values } from '../tensor.ts';

/** out[i₀, i₁, …] = x[base + Σ i_k · strides[k]], i_k < dims[k]. Spec: docs/op-spec.md, "move". */
export function move(
  x: Values,
  rule: { dims: readonly number[]; strides: readonly number[]; base: number },
  out: Values,
): void {
  const { dims, strides, base } = rule;
  for (let j = 0; j < out.length; j++) out[j] = x[sourceOf(j, { dims, strides, base })] ?? 0;
}

/** The element of x that element j of a move is. */
export function sourceOf(
  j: number,
  { dims, strides, base }: { dims: readonly number[]; strides: readonly number[]; base: number },
): number {
  let source = base;
  let rest = j;
  for (let k = dims.length - 1; k >= 0; k--) {
    const dim = dims[k] ?? 1;
    source += (rest % dim) * (strides[k] ?? 0);
    rest = Math.floor(rest / dim);
  }
  return source;
}

/** out = block of x, block of y, block of x, …: blocks of `parts` elements. Spec: docs/op-spec.md, "concat". */
export function concat(x: Values, y: Values, [a, b]: readonly [number, number], out: Values): void {
  for (let n = 0; n * (a + b) < out.length; n++) {
    out.set(x.subarray(n * a, n * a + a), n * (a + b));
    out.set(y.subarray(n * b, n * b + b), n * (a + b) + a);
  }
}

/** out = the first bytes of `from`, little-endian; of i7 and u7 the entries are i8 and are saturated. Spec: docs/op-spec.md, "constant". */
export function constant(from: Int8Array, dtype: DType, out: Values): void {
  const { low, high } = RANGE[dtype];
  if (dtype !== 'i7' && dtype !== 'u7') bytesOf(out).set(bytesOf(from.subarray(0, out.byteLength)));
  else for (let j = 0; j < out.length; j++) out[j] = Math.max(low, Math.min(high, from[j] ?? 0));
}
