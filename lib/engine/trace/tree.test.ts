import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '../hex.ts';
import { CHUNK_BYTES, concat, countAt, depthOf, Tree, zeroNode } from './tree.ts';

/** docs/op-spec.md, "Tree", read a second time: padded to a power of two, hashed by halves. */
function rootOf(chunks: readonly Uint8Array[]): Uint8Array {
  let size = 1;
  while (size < chunks.length) size *= 2;
  const half = (from: number, count: number): Uint8Array =>
    count === 1
      ? (chunks[from] ?? new Uint8Array(32))
      : keccak_256(concat([half(from, count / 2), half(from + count / 2, count / 2)]));
  return half(0, size);
}

/** The root that a slice leads to, as a verifier finds it; undefined where its length is not exact. */
function rootOfSlice(bytes: Uint8Array, at: { first: number; length: number; count: number }): Uint8Array | undefined {
  let left = Math.floor(at.first / CHUNK_BYTES);
  let right = Math.floor((at.first + at.length - 1) / CHUNK_BYTES);
  let cursor = 0;
  const take = (): Uint8Array => {
    cursor += CHUNK_BYTES;
    return bytes.subarray(cursor - CHUNK_BYTES, cursor);
  };
  let level = Array.from({ length: right - left + 1 }, take);
  for (let height = 0; height < depthOf(at.count); height++) {
    if (left % 2 === 1) level.unshift(take());
    if (right % 2 === 0) level.push(right + 1 < countAt(at.count, height) ? take() : zeroNode(height));
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      above.push(keccak_256(concat([level[i] ?? zeroNode(0), level[i + 1] ?? zeroNode(0)])));
    }
    level = above;
    left >>>= 1;
    right >>>= 1;
  }
  return cursor === bytes.length ? level[0] : undefined;
}

test.each([
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [64, 6],
  [65, 7],
  [2 ** 20, 20],
])('a tree of %i leaves has depth %i', (count, depth) => {
  expect(depthOf(count)).toBe(depth);
});

test('one chunk is its own root, padded with zeros', () => {
  expect([...Tree.ofBytes(Uint8Array.of(7, 8)).root]).toEqual([7, 8, ...new Array(30).fill(0)]);
  expect([...Tree.ofBytes(new Uint8Array()).root]).toEqual(new Array(32).fill(0));
});

test('zero nodes are roots of zeros', () => {
  expect(toHex(zeroNode(5))).toBe(toHex(rootOf(Array.from({ length: 32 }, () => new Uint8Array(32)))));
  expect(toHex(Tree.ofBytes(new Uint8Array(32 * 20)).root)).toBe(toHex(zeroNode(5)));
});

test('the root is that of the padded tree, and every slice leads to it', () => {
  const shape = fc.integer({ min: 1, max: 700 }).chain((size) =>
    fc.record({
      bytes: fc.uint8Array({ minLength: size, maxLength: size }),
      first: fc.nat({ max: size - 1 }),
      extent: fc.nat({ max: 200 }),
    }),
  );
  fc.assert(
    fc.property(shape, ({ bytes, first, extent }) => {
      const tree = Tree.ofBytes(bytes);
      const chunks = Array.from({ length: tree.count }, (_, i) => tree.node(0, i));
      expect(toHex(tree.root)).toBe(toHex(rootOf(chunks)));
      const length = Math.min(1 + extent, bytes.length - first);
      const found = rootOfSlice(tree.slice(first, length), { first, length, count: tree.count });
      expect(toHex(found ?? new Uint8Array())).toBe(toHex(tree.root));
    }),
    { numRuns: 300 },
  );
});

test('a slice that is all the bytes is the chunks alone', () => {
  expect(Tree.ofBytes(new Uint8Array(32 * 21).fill(1)).slice(0, 32 * 21)).toHaveLength(32 * 21);
});
