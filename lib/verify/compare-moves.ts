import type { PastMove } from '../dispute/game.ts';
import type { OwnRun } from '../dispute/own-run.ts';
import { spanBelow } from '../dispute/schedule.ts';
import { type Hash32, toHex } from '../engine/hex.ts';
import type { Tree } from '../engine/trace/tree.ts';

/** What the own run has where the asserter revealed nodes: one list for each reveal, in order. */
export type OwnNodes = { children: readonly Hash32[]; carried: readonly Hash32[] };

/**
 * The own nodes beside each reveal of a game. `steps` is how many steps the claimed run has. Moves that do not follow on one
 * another end the list.
 */
export function compareMoves({
  own,
  steps,
  moves,
}: {
  own: OwnRun;
  steps: number;
  moves: readonly PastMove[];
}): OwnNodes[] {
  const found: OwnNodes[] = [];
  let level: 'steps' | 'tensors' | 'chunks' = steps === 1 ? 'tensors' : 'steps';
  let step = 0;
  let tree: Tree = steps === 1 ? own.step(0).tree : own.steps(steps);
  let at = { height: tree.depth, index: 0 };
  for (const move of moves) {
    if (move.kind === 'revealed') {
      const span = spanBelow({ leaves: tree.count, ...at });
      if (span.count !== move.children.length) return found;
      const children = Array.from({ length: span.count }, (_, i) => toHex(tree.node(span.height, span.first + i)));
      const carried = move.carried.map((_, i) => toHex(own.step(step).carried(step, i).root));
      found.push({ children, carried });
      continue;
    }
    at = { height: move.height, index: move.index };
    if (move.height > 0 || level === 'chunks') continue;
    if (level === 'steps') {
      step = move.index;
      level = 'tensors';
      tree = own.step(step).tree;
    } else {
      level = 'chunks';
      tree = own.step(step).tensor(move.index);
    }
    at = { height: tree.depth, index: 0 };
  }
  return found;
}
