import { clearAfter, copyRun } from './bytes';

/** Where a move reads: the words of its record, in their order. Dimensions of 1 stand first. */
@unmanaged
export class Strides {
  dim0: i32;
  dim1: i32;
  dim2: i32;
  dim3: i32;
  dim4: i32;
  dim5: i32;
  stride0: i32;
  stride1: i32;
  stride2: i32;
  stride3: i32;
  stride4: i32;
  stride5: i32;
  base: i32;
}

const LAST: i32 = 5;

/** Where the next element is written. */
let to: usize = 0;

/** out[i0, i1, …] = x[base + Σ i_k · stride_k]. T has the size of an element. */
export function move<T>(x: usize, strides: usize, out: usize): void {
  to = out;
  moveFrom<T>(x + changetype<Strides>(strides).base * sizeof<T>(), strides, 0);
  clearAfter(to);
}

/** Everything of dimension `level` and beyond; the word of a dimension's stride is six words after it. */
function moveFrom<T>(from: usize, strides: usize, level: i32): void {
  const count = load<i32>(strides + (level << 2));
  const step = load<i32>(strides + (level << 2), 24) * sizeof<T>();
  if (level < LAST) {
    for (let i = 0; i < count; i++) moveFrom<T>(from + i * step, strides, level + 1);
  } else if (step === sizeof<T>()) {
    copyRun(from, count * sizeof<T>(), to);
    to += count * sizeof<T>();
  } else {
    for (let i = 0; i < count; i++) {
      store<T>(to, load<T>(from));
      from += step;
      to += sizeof<T>();
    }
  }
}

/** Blocks of `a` bytes of x and of `b` bytes of y in turn, `bytes` in all. */
export function concat(x: usize, y: usize, a: i32, b: i32, bytes: i32, out: usize): void {
  const end = out + bytes;
  while (out < end) {
    copyRun(x, a, out);
    x += a;
    out += a;
    copyRun(y, b, out);
    y += b;
    out += b;
  }
  clearAfter(end);
}

/** Entries of `bytes` bytes each, by `count` numbers of 1 or 2 bytes; a number beyond the table is its last entry's. */
export function gather(x: usize, count: i32, idBytes: i32, vocab: i32, table: usize, bytes: i32, out: usize): void {
  for (let n = 0; n < count; n++) {
    const id = idBytes === 2 ? <i32>load<u16>(x + (n << 1)) : <i32>load<u8>(x + n);
    copyRun(table + min<i32>(id, vocab - 1) * bytes, bytes, out);
    out += bytes;
  }
  clearAfter(out);
}
