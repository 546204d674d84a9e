import { stepsOf } from '../engine/text.ts';
import { depthOf, Tree } from '../engine/trace/tree.ts';
import { DisputeError } from './error.ts';
import { bytes32, type Claim, type GamePhase, type PastMove } from './game.ts';
import { MixedTree } from './mixed-tree.ts';
import type { OwnRun, OwnStep } from './own-run.ts';

/** A game as its moves tell it: where it stands, and all that is known of the asserter's trees. */
export type Followed = {
  readonly phase: GamePhase;
  /** The disputed node, in the tree that is being descended. */
  readonly height: number;
  readonly index: number;
  /** Over the carried roots of the steps. */
  readonly steps: MixedTree;
  readonly step?: FollowedStep;
};

/** The disputed step. */
export type FollowedStep = {
  readonly number: number;
  readonly own: OwnStep;
  /** Roots of what the asserter's step carries on, once revealed; likewise its trace. */
  readonly carried?: readonly Uint8Array[];
  /** Over the roots of the tensors. */
  readonly trace?: MixedTree;
  readonly tensor?: { readonly number: number; readonly chunks: MixedTree };
};

/**
 * Follows a game from its first move. Pure: the events of a game are all that a player has to remember. Throws `dispute/moves` where they
 * are not the moves of one game.
 */
export function follow({ claim, own, moves }: { claim: Claim; own: OwnRun; moves: readonly PastMove[] }): Followed {
  return moves.reduce<Followed>((game, move) => next(game, move, own), start(claim, own));
}

function start(claim: Claim, own: OwnRun): Followed {
  const count = stepsOf(own.layout.program, claim.inputBytes, claim.outputBytes);
  const steps = new MixedTree(own.steps(count));
  const at = { height: depthOf(count), index: 0, steps };
  if (count > 1) return { ...at, phase: 'RevealSteps' };
  return { ...at, phase: 'RevealStep', step: { number: 0, own: own.step(0) } };
}

function next(game: Followed, move: PastMove, own: OwnRun): Followed {
  return move.kind === 'revealed' ? afterReveal(game, move) : afterPick(game, move, own);
}

function afterReveal(game: Followed, move: PastMove & { kind: 'revealed' }): Followed {
  const { phase, steps, step, height, index } = game;
  const children = move.children.map(bytes32);
  switch (phase) {
    case 'RevealSteps':
      steps.reveal(height, index, children);
      return { ...game, phase: 'PickSteps' };
    case 'RevealStep': {
      if (step === undefined) return misfit(phase, move);
      const carried = move.carried.map(bytes32);
      // A run of one step has no tree over its steps: what it carries is all.
      if (steps.count === 1) steps.reveal(0, 0, [Tree.ofLeaves(carried).root]);
      const trace = new MixedTree(step.own.tree);
      trace.reveal(trace.depth, 0, children);
      return { ...game, phase: 'PickTensors', height: trace.depth, index: 0, step: { ...step, carried, trace } };
    }
    case 'RevealTensors':
      if (step?.trace === undefined) return misfit(phase, move);
      step.trace.reveal(height, index, children);
      return { ...game, phase: 'PickTensors' };
    case 'RevealChunks':
      if (step?.tensor === undefined) return misfit(phase, move);
      step.tensor.chunks.reveal(height, index, children);
      return { ...game, phase: 'PickChunks' };
    default:
      return misfit(phase, move);
  }
}

function afterPick(game: Followed, move: PastMove & { kind: 'picked' }, own: OwnRun): Followed {
  const { phase, step } = game;
  const { height, index } = move;
  switch (phase) {
    case 'PickSteps':
      if (height > 0) return { ...game, phase: 'RevealSteps', height, index };
      return { ...game, phase: 'RevealStep', height, index, step: { number: index, own: own.step(index) } };
    case 'PickTensors': {
      if (step?.trace === undefined) return misfit(phase, move);
      if (height > 0) return { ...game, phase: 'RevealTensors', height, index };
      const chunks = new MixedTree(step.own.tensor(index), step.trace.node(0, index));
      const tensor = { number: index, chunks };
      return { ...game, phase: 'RevealChunks', height: chunks.depth, index: 0, step: { ...step, tensor } };
    }
    case 'PickChunks':
      return { ...game, phase: 'RevealChunks', height, index };
    default:
      return misfit(phase, move);
  }
}

function misfit(phase: GamePhase, move: PastMove): never {
  throw new DisputeError('dispute/moves', `In phase ${phase} nothing is ${move.kind}.`);
}
