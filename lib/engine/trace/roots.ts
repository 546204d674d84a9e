import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Program } from '../op.ts';
import { type HashPairs, Tree } from './tree.ts';

/** Numbers of the operators whose tensors are carried: each append, then the last. Spec: docs/op-spec.md, "Trace". */
export function carriedOperators(program: Program): readonly number[] {
  const appends = program.ops.flatMap((op, id) => (op.op === 'append' ? [id] : []));
  return [...appends, program.ops.length - 1];
}

/** The carriedRoot of one step, from the bytes of its carried tensors. */
export function carriedRootOf(tensors: readonly Uint8Array[], hash?: HashPairs): Uint8Array {
  return Tree.ofLeaves(
    tensors.map((bytes) => Tree.ofBytes(bytes, hash).root),
    hash,
  ).root;
}

/** keccak256(inputHash ‖ outputHash ‖ stepsRoot): what an operator posts. */
export function traceRootOf(parts: {
  inputHash: Uint8Array;
  outputHash: Uint8Array;
  stepsRoot: Uint8Array;
}): Uint8Array {
  return keccak_256.create().update(parts.inputHash).update(parts.outputHash).update(parts.stepsRoot).digest();
}
