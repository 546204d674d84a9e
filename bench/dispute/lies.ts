import { keccak_256 } from '@noble/hashes/sha3.js';
import { OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { traceRootOf } from '../../lib/engine/trace/roots.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { type FalseTrace, replace, trueStep, trueTrace } from '../../test/games/false-trace.ts';

/** A false answer, and what its author says when asked how it came to be. */
export type Lie = { output: Uint8Array; traceRoot: Uint8Array; trace: FalseTrace };

/** An honest run of weights of which one was changed so that the answer is another. */
export function falseWeights(own: OwnRun): Lie {
  return changedWeights(own, 0);
}

/** The same, in the last layer. */
export function falseLastLayer(own: OwnRun): Lie {
  const last = own.layout.tensors.findLast(({ name }) => name === 'linear');
  return changedWeights(own, last?.weights ?? 0);
}

function changedWeights(own: OwnRun, from: number): Lie {
  const { layout, weights } = own.model;
  // High bytes of biases are what one change turns an answer with; weights of zero inputs would change nothing.
  for (const tensor of layout.tensors) {
    if (tensor.name !== 'linear' || tensor.weights < from) continue;
    const rowBytes = tensor.xInfo.size + 8;
    for (let row = 0; row < tensor.size; row++) {
      const other = weights.slice();
      const at = tensor.weights + row * rowBytes + tensor.xInfo.size + 2;
      other[at] = (other[at] ?? 0) ^ 0x40;
      const run = new OwnRun({ model: ownModel({ layout, weights: other }), input: own.input });
      if (toHex(run.result.traceRoot) !== toHex(own.result.traceRoot)) {
        const { output, traceRoot, steps } = run.result;
        return { output, traceRoot, trace: trueTrace(run, steps) };
      }
    }
  }
  throw new Error('No change of one bias changes the answer.');
}

/** The longest game there is: one partial sum of the last step changed, and what that step carries made up. */
export function deepestLie(own: OwnRun): Lie {
  const t = own.result.steps - 1;
  const trace = trueTrace(own, own.result.steps);
  const step = trueStep(own, t);
  const deepest = own.layout.tensors.reduce(
    (best, { size: elements }, i, all) => (elements > (all[best]?.size ?? 0) ? i : best),
    0,
  );
  const chunks = step.chunks[deepest]?.slice() ?? new Uint8Array(32);
  const at = 4 * Math.floor(((own.layout.tensors[deepest]?.size ?? 0) / own.layout.program.context) * (t - 0.5));
  chunks[at] = (chunks[at] ?? 0) ^ 1;
  replace(step, deepest, chunks);
  step.carried.splice(0, 1, keccak_256(new Uint8Array([t])));
  const steps = trace.steps.map((root, i) => (i === t ? Tree.ofLeaves(step.carried).root : root));
  const { output } = own.result;
  const stepsRoot = Tree.ofLeaves(steps).root;
  const traceRoot = traceRootOf({ inputHash: own.inputHash, outputHash: keccak_256(output), stepsRoot });
  return { output, traceRoot, trace: { steps, open: (i) => (i === t ? step : trace.open(i)) } };
}

/**
 * The longest game about a program that runs once: one element in the middle of the tensor with the deepest tree changed, and an
 * answer made up to go with it.
 */
export function deepestTensorLie(own: OwnRun): Lie {
  const step = trueStep(own, 0);
  const last = step.chunks.length - 1;
  const deepest = step.chunks.reduce(
    (best, chunks, i) => (lengthOf(chunks) > lengthOf(step.chunks[best]) ? i : best),
    0,
  );
  for (const tensor of new Set([deepest, last])) {
    const chunks = step.chunks[tensor]?.slice() ?? new Uint8Array(32);
    const middle = tensor === last ? 0 : Math.floor(chunks.length / 2);
    chunks[middle] = (chunks[middle] ?? 0) ^ 1;
    replace(step, tensor, chunks);
  }
  step.carried.splice(0, 1, step.roots[last] ?? new Uint8Array(32));
  const output = (step.chunks[last] ?? new Uint8Array()).slice(0, own.result.output.length);
  const steps = [Tree.ofLeaves(step.carried).root];
  const traceRoot = traceRootOf({
    inputHash: own.inputHash,
    outputHash: keccak_256(output),
    stepsRoot: Tree.ofLeaves(steps).root,
  });
  return { output, traceRoot, trace: { steps, open: () => step } };
}

function lengthOf(chunks: Uint8Array | undefined): number {
  return chunks?.length ?? 0;
}
