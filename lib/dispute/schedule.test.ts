import { expect, test } from 'vitest';
import { countAt, depthOf } from '../engine/trace/tree.ts';
import { levelsBelow, MAX_LEVELS, roundsOf, spanBelow } from './schedule.ts';

test('a tree takes the fewest reveals, of nearly equal size', () => {
  for (let leaves = 1; leaves < 70_000; leaves += 1 + Math.floor(leaves / 9)) {
    const sizes: number[] = [];
    for (let height = depthOf(leaves); height > 0; height -= levelsBelow(height)) sizes.push(levelsBelow(height));
    expect(sizes.length).toBe(roundsOf(leaves));
    for (const size of sizes) {
      expect(size).toBeLessThanOrEqual(MAX_LEVELS);
      expect(Math.abs(size - (sizes[0] ?? 0))).toBeLessThanOrEqual(1);
    }
  }
});

test.each([
  [0, []],
  [1, [1]],
  [6, [6]],
  [7, [4, 3]],
  [8, [4, 4]],
  [12, [6, 6]],
  [13, [5, 4, 4]],
  [20, [5, 5, 5, 5]],
])('height %i descends by %j', (height, expected) => {
  const sizes: number[] = [];
  for (let left = height; left > 0; left -= levelsBelow(left)) sizes.push(levelsBelow(left));
  expect(sizes).toEqual(expected);
});

test('the nodes of a span that lie beyond the end of the tree are left out', () => {
  expect(spanBelow({ leaves: 97, height: 7, index: 0 })).toEqual({ height: 3, first: 0, count: 13 });
  expect(spanBelow({ leaves: 97, height: 3, index: 12 })).toEqual({ height: 0, first: 96, count: 1 });
  expect(spanBelow({ leaves: 1, height: 0, index: 0 })).toEqual({ height: 0, first: 0, count: 1 });
});

test('spans follow one another without a gap and cover each level', () => {
  for (const leaves of [2, 3, 63, 64, 65, 97, 128, 129, 1000]) {
    const top = depthOf(leaves);
    const span = spanBelow({ leaves, height: top, index: 0 });
    expect(span.count).toBe(countAt(leaves, span.height));
    let next = 0;
    for (let index = 0; index < span.count; index++) {
      const below = spanBelow({ leaves, height: span.height, index });
      expect(below.first).toBe(next);
      expect(below.count).toBeGreaterThan(0);
      next += below.count;
      if (index === span.count - 1) expect(next).toBe(countAt(leaves, below.height));
    }
  }
});
