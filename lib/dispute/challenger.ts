import { chunksOf } from './chunks.ts';
import { type Followed, follow } from './follow.ts';
import { type Claim, type GameState, lengthsFit, type PastMove, phaseOf } from './game.ts';
import { MixedTree } from './mixed-tree.ts';
import type { Move } from './moves.ts';
import type { OwnRun } from './own-run.ts';
import { pickOf, programHead, programProof, proveCarried, proveElement, proveOutput } from './proofs.ts';
import { spanBelow } from './schedule.ts';
import { wrongOutputStep } from './should-challenge.ts';

/** What a player knows: the contract's state, the moves so far, the claim, and its own honest run. */
export type Position = {
  readonly game: GameState;
  readonly moves: readonly PastMove[];
  readonly claim: Claim;
  readonly own: OwnRun;
};

type Mine = Pick<Position, 'own' | 'claim'>;

const NOTHING_WRONG: Move = { kind: 'nothing', why: 'agrees' };

/**
 * The challenger's next move. Whenever the claim differs from the own run, a sequence of these moves ends the game in its favour,
 * whatever the asserter reveals: docs/dispute.md, "Why an honest challenger wins". Throws `dispute/moves` on events of another game.
 */
export function challengerMove({ game, moves, claim, own }: Position): Move {
  const phase = phaseOf(game);
  if (phase === 'None' || phase === 'ChallengerWon' || phase === 'AsserterWon' || phase === 'Settled') {
    return { kind: 'nothing', why: 'over' };
  }
  const { layout } = own;
  if (!lengthsFit(layout.program, claim)) return { kind: 'proveShape', ...programHead(layout) };
  if (phase !== 'PickSteps' && phase !== 'PickTensors' && phase !== 'PickChunks') {
    return { kind: 'nothing', why: 'their-move' };
  }
  const followed = follow({ claim, own, moves });
  if (followed.phase !== phase || followed.height !== game.height || followed.index !== game.index) {
    return { kind: 'nothing', why: 'out-of-step' };
  }
  // The shortest way out: the trace says, on common ground, that the output is another.
  const t = wrongOutputStep(layout.program, { claim, output: own.result.output });
  if (t !== undefined && followed.steps.agrees(0, t)) return proveOutput({ own, steps: followed.steps, claim, t });
  switch (phase) {
    case 'PickSteps':
      return pickStep(followed, own);
    case 'PickTensors':
      return pickTensor(followed, { own, claim });
    case 'PickChunks':
      return pickChunk(followed, { own, claim });
    default:
      return phase satisfies never;
  }
}

function pickStep({ steps, height, index }: Followed, { layout }: OwnRun): Move {
  const span = spanBelow({ leaves: steps.count, height, index });
  const wrong = steps.firstDifference(span);
  if (wrong === undefined) return NOTHING_WRONG;
  return { kind: 'pick', choice: pickOf(steps, { index: wrong, span, to: height }), program: programProof(layout) };
}

function pickTensor({ steps, step, height, index }: Followed, { own, claim }: Mine): Move {
  if (step?.trace === undefined) return NOTHING_WRONG;
  const { trace } = step;
  const scene = { own, claim, steps, step: { ...step, trace } };
  if (trace.agrees(trace.depth, 0)) return proveCarried(scene) ?? NOTHING_WRONG;
  const span = spanBelow({ leaves: trace.count, height, index });
  const wrong = trace.firstDifference(span);
  if (wrong === undefined) return NOTHING_WRONG;
  const choice = pickOf(trace, { index: wrong, span, to: height });
  if (span.height > 0) return { kind: 'pick', choice, program: programProof(own.layout) };
  if (chunksOf(own.layout, wrong) > 1) return { kind: 'pick', choice, program: programProof(own.layout, wrong) };
  const chunks = new MixedTree(step.own.tensor(wrong), trace.node(0, wrong));
  return proveElement(scene, { tensor: wrong, chunk: 0, chunks, choice });
}

function pickChunk({ steps, step, height, index }: Followed, { own, claim }: Mine): Move {
  if (step?.trace === undefined || step.tensor === undefined) return NOTHING_WRONG;
  const { number: tensor, chunks } = step.tensor;
  const span = spanBelow({ leaves: chunks.count, height, index });
  const wrong = chunks.firstDifference(span);
  if (wrong === undefined) return NOTHING_WRONG;
  const choice = pickOf(chunks, { index: wrong, span, to: height });
  if (span.height > 0) return { kind: 'pick', choice, program: programProof(own.layout) };
  const scene = { own, claim, steps, step: { ...step, trace: step.trace } };
  return proveElement(scene, { tensor, chunk: wrong, chunks, choice });
}
