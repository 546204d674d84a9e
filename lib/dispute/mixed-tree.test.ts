import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { countAt, pathOf, Tree } from '../engine/trace/tree.ts';
import { DisputeError } from './error.ts';
import { MixedTree } from './mixed-tree.ts';
import { spanBelow } from './schedule.ts';

const leaf = (seed: number) => keccak_256(Uint8Array.of(seed & 255, seed >> 8));
const leavesOf = (count: number, salt = 0) => Array.from({ length: count }, (_, i) => leaf(i + salt));

test('a tree of which nothing is known is one’s own', () => {
  const own = Tree.ofLeaves(leavesOf(11));
  const mixed = new MixedTree(own);
  expect(mixed.root).toEqual(own.root);
  expect(mixed.firstDifference(spanBelow({ leaves: 11, height: 4, index: 0 }))).toBeUndefined();
  expect(mixed.agrees(4, 0)).toBe(true);
});

test.each([2, 3, 11, 64, 65, 97, 200])(
  'the descent to a changed leaf of %i knows every neighbour it needs',
  (count) => {
    for (const wrong of new Set([0, 1, Math.floor(count / 2), count - 1])) {
      const own = Tree.ofLeaves(leavesOf(count));
      // All from the changed leaf on is the other's own business.
      const theirs = Tree.ofLeaves([...leavesOf(wrong), ...leavesOf(count - wrong, 7_777)]);
      const mixed = new MixedTree(own);
      let [height, index] = [mixed.depth, 0];
      while (height > 0) {
        const span = spanBelow({ leaves: count, height, index });
        mixed.reveal(
          height,
          index,
          Array.from({ length: span.count }, (_, i) => theirs.node(span.height, span.first + i)),
        );
        expect(mixed.node(height, index)).toEqual(theirs.node(height, index));
        const first = mixed.firstDifference(span);
        expect(first).toBe(wrong >> span.height);
        [height, index] = [span.height, first ?? 0];
      }
      expect(mixed.root).toEqual(theirs.root);
      for (let left = 0; left <= wrong; left++) {
        const path = pathOf(mixed, left, { from: 0, to: mixed.depth });
        expect(path).toEqual(pathOf(theirs, left, { from: 0, to: theirs.depth }));
      }
    }
  },
);

test('what lies below a foreign node is unknown', () => {
  const own = Tree.ofLeaves(leavesOf(8));
  const mixed = new MixedTree(own, leaf(999));
  expect(mixed.tryNode(0, 3)).toBeUndefined();
  expect(mixed.agrees(0, 3)).toBe(false);
  expect(() => mixed.node(0, 3)).toThrow(DisputeError);
});

test('beyond the end there are zero nodes', () => {
  const own = Tree.ofLeaves(leavesOf(5));
  const mixed = new MixedTree(own);
  mixed.reveal(3, 0, leavesOf(5, 50));
  expect(countAt(5, 1)).toBe(3);
  expect(mixed.node(1, 3)).toEqual(own.node(1, 3));
  expect(mixed.node(2, 1)).toEqual(Tree.ofLeaves(leavesOf(5, 50)).node(2, 1));
});

test('a reveal of another size is refused', () => {
  const mixed = new MixedTree(Tree.ofLeaves(leavesOf(5)));
  expect(() => mixed.reveal(3, 0, leavesOf(4))).toThrow(/4 nodes, not 5/);
});
