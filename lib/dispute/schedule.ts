import { depthOf } from '../engine/trace/tree.ts';

/** Most levels of a tree that one reveal opens: 64 nodes. */
export const MAX_LEVELS = 6;

/**
 * Levels that a reveal under a node of this height opens. A tree takes the fewest reveals of at most MAX_LEVELS, of nearly equal size: 8 levels
 * go 4 + 4, which is fewer bytes than 6 + 2. What is left after a reveal is scheduled alike, so the height alone decides.
 * 0 for a leaf. Spec: docs/dispute.md, "What the chain knows without being told".
 */
export function levelsBelow(height: number): number {
  return height === 0 ? 0 : Math.ceil(height / Math.ceil(height / MAX_LEVELS));
}

/** One reveal: `count` nodes of `height`, of which `first` is the leftmost, under the disputed node. */
export type Span = { readonly height: number; readonly first: number; readonly count: number };

/** The nodes to be revealed under node `index` of `height` in a tree of `leaves`; those beyond its end are left out. */
export function spanBelow({ leaves, height, index }: { leaves: number; height: number; index: number }): Span {
  const levels = levelsBelow(height);
  const below = height - levels;
  const first = index * 2 ** levels;
  const last = Math.min(first + 2 ** levels, Math.ceil(leaves / 2 ** below));
  return { height: below, first, count: last - first };
}

/** Reveals that a tree of so many leaves takes. */
export function roundsOf(leaves: number): number {
  return Math.ceil(depthOf(leaves) / MAX_LEVELS);
}
