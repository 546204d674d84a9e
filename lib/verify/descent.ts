import type { Hex } from 'viem';
import type { GameDetail, GameMove } from '../api/dispute/types.ts';
import { levelsBelow } from '../dispute/schedule.ts';
import { depthOf } from '../engine/trace/tree.ts';

/** Which tree a level belongs to: over the steps, over one step's tensors, over one tensor's chunks. */
export type DescentTree = 'steps' | 'tensors' | 'chunks';

/** Nodes that the asserter revealed at once, and the one of them that was picked. */
export type DescentLevel = {
  id: string;
  tree: DescentTree;
  children: readonly Hex[];
  carried: readonly Hex[];
  /** Height of the children above the leaves, and the number of the first of them; null until it is known from a pick. */
  height: number | null;
  first: number;
  /** Place of the pick among `children`; null while it is the challenger's turn, or where a proof ended the game. */
  picked: number | null;
  revealed: GameMove;
  pick: GameMove | null;
};

/** The levels of a game from its moves, the top first. */
export function descentOf(game: Pick<GameDetail, 'steps' | 'moves'>): DescentLevel[] {
  const levels: DescentLevel[] = [];
  let tree: DescentTree = game.steps === 1 ? 'tensors' : 'steps';
  let index = 0;
  let height: number | null = tree === 'steps' ? depthOf(game.steps) : null;
  for (const move of game.moves) {
    if (move.kind === 'revealed') {
      const below = height === null ? null : height - levelsBelow(height);
      const first = height === null || below === null ? 0 : index * 2 ** (height - below);
      levels.push({
        id: move.id,
        tree,
        children: move.children,
        carried: move.carried,
        height: below,
        first,
        picked: null,
        revealed: move,
        pick: null,
      });
    }
    if (move.kind === 'picked' && move.index !== null && move.height !== null) {
      const level = levels.at(-1);
      if (level === undefined) continue;
      level.height = move.height;
      level.picked = move.index - level.first;
      level.pick = move;
      index = move.index;
      height = move.height;
      if (move.height === 0 && tree !== 'chunks') {
        tree = tree === 'steps' ? 'tensors' : 'chunks';
        index = 0;
        height = null;
      }
    }
  }
  return levels;
}

/** The leaves that a node of a tree stands for: `first` to `last`, cut at `count` where the tree has fewer. */
export function leavesBelow(node: { index: number; height: number }, count: number | null): [number, number] {
  const first = node.index * 2 ** node.height;
  const last = (node.index + 1) * 2 ** node.height - 1;
  return [first, count === null ? last : Math.min(last, count - 1)];
}
