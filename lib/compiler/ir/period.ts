/** The least n for which values[j] = values[j mod n]; the length where there is none up to half of it. */
export function periodOf(values: Float64Array): number {
  const { length } = values;
  for (let n = 1; n <= Math.min(length / 2, 65_535); n++) {
    if (length % n !== 0) continue;
    let j = n;
    while (j < length && values[j] === values[j - n]) j++;
    if (j === length) return n;
  }
  return length;
}
