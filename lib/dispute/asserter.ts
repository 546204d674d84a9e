import { toHex } from '../engine/hex.ts';
import { stepsOf } from '../engine/text.ts';
import { depthOf, type Tree } from '../engine/trace/tree.ts';
import type { Position } from './challenger.ts';
import { phaseOf } from './game.ts';
import type { Move } from './moves.ts';
import { spanBelow } from './schedule.ts';
import { shouldChallenge } from './should-challenge.ts';

/**
 * The asserter's next move: it answers each reveal from its own run, and no proof against true values verifies. The state alone says which;
 * `moves` are not read.
 */
export function asserterMove({ game, claim, own }: Omit<Position, 'moves'>): Move {
  const phase = phaseOf(game);
  const { layout } = own;
  switch (phase) {
    case 'None':
    case 'ChallengerWon':
    case 'AsserterWon':
    case 'Settled':
      return { kind: 'nothing', why: 'over' };
    case 'PickSteps':
    case 'PickTensors':
    case 'PickChunks':
      return { kind: 'nothing', why: 'their-move' };
    default:
  }
  if (shouldChallenge(layout.program, { claim, run: own.result }) !== undefined)
    return { kind: 'nothing', why: 'not-mine' };
  switch (phase) {
    case 'RevealSteps': {
      const steps = own.steps(stepsOf(layout.program, claim.inputBytes, claim.outputBytes));
      return reveal(steps, game);
    }
    case 'RevealStep': {
      const { tree, trace } = own.step(game.step);
      const carried = trace.carried[game.step] ?? [];
      const roots = carried.map((_, i) => toHex(own.step(game.step).carried(game.step, i).root));
      return { ...reveal(tree, { height: depthOf(tree.count), index: 0 }), carried: roots };
    }
    case 'RevealTensors':
      return reveal(own.step(game.step).tree, game);
    case 'RevealChunks':
      return reveal(own.step(game.step).tensor(game.tensor), game);
    default:
      return phase satisfies never;
  }
}

function reveal(tree: Tree, at: { height: number; index: number }): Move & { kind: 'reveal' } {
  const span = spanBelow({ leaves: tree.count, ...at });
  const children = Array.from({ length: span.count }, (_, i) => toHex(tree.node(span.height, span.first + i)));
  return { kind: 'reveal', children, carried: [] };
}
