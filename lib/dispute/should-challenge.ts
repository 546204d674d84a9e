import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex } from '../engine/hex.ts';
import type { Program } from '../engine/op.ts';
import type { RunResult } from '../engine/run.ts';
import { traceRootOf } from '../engine/trace/roots.ts';
import { bytes32, type Claim, lengthsFit } from './game.ts';

/** What is wrong with a claim. */
export type Fault =
  /** No run of the program has these lengths. */
  | 'shape'
  /** The answer is another. */
  | 'output'
  /** The answer is right, but not how it is said to have been found. */
  | 'trace';

/**
 * What is wrong with a claim, as far as its lengths and one's own run tell; undefined when it is right. Challenge exactly where it is not
 * undefined. `run` is not needed, and cannot be had, where the lengths do not fit.
 */
export function shouldChallenge(
  program: Program,
  { claim, run }: { claim: Claim; run?: RunResult },
): Fault | undefined {
  if (!lengthsFit(program, claim)) return 'shape';
  if (run === undefined || toHex(keccak_256(run.output)) !== claim.outputHash) return 'output';
  // The chain opens a trace root with its own hash of the input, so that is the only one that counts.
  const { inputHash, outputHash } = claim;
  const root = traceRootOf({
    inputHash: bytes32(inputHash),
    outputHash: bytes32(outputHash),
    stepsRoot: run.stepsRoot,
  });
  return toHex(root) === claim.traceRoot ? undefined : 'trace';
}

/**
 * The first step that shows the posted output wrong in a true trace; undefined where the output is true. `output` is the true one; the lengths
 * fit. Where one ends before the other, the step after its last byte chose the terminator, or did not.
 */
export function wrongOutputStep(program: Program, at: { claim: Claim; output: Uint8Array }): number | undefined {
  const { claim, output } = at;
  const most = Math.max(output.length, claim.output.length);
  for (let i = 0; i < most; i++) {
    if (claim.output[i] !== output[i]) return program.mode === 'once' ? 0 : claim.inputBytes - 1 + i;
  }
  return undefined;
}
