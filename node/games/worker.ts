import type { Bundle } from '../../lib/bundle/open-bundle.ts';
import { asserterMove } from '../../lib/dispute/asserter.ts';
import { challengerMove } from '../../lib/dispute/challenger.ts';
import { lengthsFit } from '../../lib/dispute/game.ts';
import type { Move } from '../../lib/dispute/moves.ts';
import { type OwnModel, OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { programHead } from '../../lib/dispute/proofs.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { layOut } from '../../lib/engine/trace/records.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { keptBy } from '../workers/kept.ts';
import { serveJobs } from '../workers/serve.ts';
import type { GameAnswer, GameJob } from './protocol.ts';

/** Models and runs kept for the next move, of as many answers disputed at once. */
const models = keptBy<OwnModel>(3);
const runs = keptBy<OwnRun>(6);

const modelOf = ({ cid, program, weights }: Bundle): OwnModel =>
  models(cid, () => {
    const weightsTree = Tree.ofBytes(weights, loadEngine().hashPairs);
    return ownModel({ layout: layOut(program), weights, weightsTree });
  });

function moveOf(bundle: Bundle, job: GameJob & { kind: 'move' }): Move {
  const model = modelOf(bundle);
  // An input or output that the program cannot have has no run to be compared with, and needs none.
  if (job.seat === 'challenger' && !lengthsFit(bundle.program, job.claim)) {
    return { kind: 'proveShape', ...programHead(model.layout) };
  }
  const { program, weights } = bundle;
  const { input } = job;
  const own = runs(`${job.cid}:${toHex(input)}`, () => {
    const engine = loadEngine();
    const result = engine.run({ program, weights, input });
    return new OwnRun({ model, input, result, trace: (request) => engine.traceStep(request) });
  });
  const position = { game: job.state, moves: job.moves, claim: job.claim, own };
  return job.seat === 'challenger' ? challengerMove(position) : asserterMove(position);
}

await serveJobs<GameJob, GameAnswer>((bundle, job) => {
  const startMs = performance.now();
  switch (job.kind) {
    case 'open':
      return { kind: 'open', ...programHead(modelOf(bundle).layout) };
    case 'move': {
      const move = moveOf(bundle, job);
      return { kind: 'move', move, solveMs: performance.now() - startMs };
    }
    default:
      return job satisfies never;
  }
});
