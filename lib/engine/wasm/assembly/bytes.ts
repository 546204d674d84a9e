/** Sets the 16 bytes after an output to zero: kernels write whole vectors, and a tensor's tree is over zeros beyond its end. */
// @ts-ignore: decorator
@inline
export function clearAfter(end: usize): void {
  v128.store(end, i32x4.splat(0));
}

/** Copies `count` bytes. Writes up to 15 more, which are to be written after it. */
export function copyRun(from: usize, count: i32, to: usize): void {
  if (count > 256) {
    memory.copy(to, from, count);
    return;
  }
  for (let i = 0; i < count; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Brings `size` signed bytes within [low, high], which an i8 holds. */
export function saturateBytes(at: usize, size: i32, low: i32, high: i32): void {
  const least = i8x16.splat(<i8>low);
  const most = i8x16.splat(<i8>high);
  for (let j = 0; j < size; j += 16) {
    v128.store(at + j, i8x16.min_s(most, i8x16.max_s(least, v128.load(at + j))));
  }
  clearAfter(at + size);
}
