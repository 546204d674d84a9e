import type { Hash32 } from '../engine/hex.ts';

/** `IDisputeGame.Pick`: the child that the challenger calls wrong. */
export type PickChoice = { readonly index: number; readonly child: Hash32; readonly siblings: readonly Hash32[] };

/** `IDisputeGame.ProgramProof`: a record of the program and its path. */
export type ProgramProof = {
  readonly header: readonly [Hash32, Hash32];
  readonly recordsRoot: Hash32;
  readonly record: readonly [Hash32, Hash32, Hash32, Hash32];
  readonly siblings: readonly Hash32[];
};

/** `IDisputeGame.CarriedProof`: two values of one tensor of the disputed step, that in its trace and that carried on. */
export type CarriedProof = {
  readonly tensor: bigint;
  readonly tensorRoot: Hash32;
  readonly tensorSiblings: readonly Hash32[];
  readonly carriedRoot: Hash32;
  readonly carriedSiblings: readonly Hash32[];
  readonly stepSiblings: readonly Hash32[];
  readonly stepsRoot: Hash32;
};

/** `IDisputeGame.ClaimFacts`: what the game was opened on. */
export type ClaimFacts = {
  readonly inputHash: Hash32;
  readonly outputHash: Hash32;
  readonly modelHash: Hash32;
  readonly stepsRoot: Hash32;
  readonly inputBytes: bigint;
};

/** Why there is nothing to do now. */
export type Idle =
  /** It is the other side's move: wait, or call `timeout` once its clock has run out. */
  | 'their-move'
  /** The game is decided: `settle`. */
  | 'over'
  /** The events given are older or newer than the state given: read both again. */
  | 'out-of-step'
  /** Challenger: all that was revealed is right; the game cannot be won. */
  | 'agrees'
  /** Asserter: what is disputed is not of the own run; the game cannot be won. */
  | 'not-mine';

/** The next move, with what the contract's function of that name takes besides `gameId`. */
export type Move =
  | { readonly kind: 'reveal'; readonly children: readonly Hash32[]; readonly carried: readonly Hash32[] }
  | { readonly kind: 'pick'; readonly choice: PickChoice; readonly program: ProgramProof }
  | {
      readonly kind: 'proveElement';
      readonly choice: PickChoice;
      readonly program: ProgramProof;
      readonly element: bigint;
      readonly facts: ClaimFacts;
      readonly witness: `0x${string}`;
    }
  | { readonly kind: 'proveCarried'; readonly program: ProgramProof; readonly proof: CarriedProof }
  | {
      readonly kind: 'proveOutput';
      readonly header: readonly [Hash32, Hash32];
      readonly recordsRoot: Hash32;
      readonly step: bigint;
      readonly value: Hash32;
      readonly siblings: readonly Hash32[];
      readonly stepsRoot: Hash32;
      readonly output: `0x${string}`;
    }
  | { readonly kind: 'proveShape'; readonly header: readonly [Hash32, Hash32]; readonly recordsRoot: Hash32 }
  | { readonly kind: 'nothing'; readonly why: Idle };

/** A call of the contract, ready for viem: `{ address, abi: disputeGameAbi, ...callOf(gameId, move) }`. Undefined for `nothing`. */
export function callOf(gameId: bigint, move: Move) {
  switch (move.kind) {
    case 'reveal':
      return { functionName: move.kind, args: [gameId, move.children, move.carried] } as const;
    case 'pick':
      return { functionName: move.kind, args: [gameId, move.choice, move.program] } as const;
    case 'proveElement':
      return {
        functionName: move.kind,
        args: [gameId, move.choice, move.program, move.element, move.facts, move.witness],
      } as const;
    case 'proveCarried':
      return { functionName: move.kind, args: [gameId, move.program, move.proof] } as const;
    case 'proveOutput':
      return {
        functionName: move.kind,
        args: [
          gameId,
          move.header,
          move.recordsRoot,
          move.step,
          move.value,
          move.siblings,
          move.stepsRoot,
          move.output,
        ],
      } as const;
    case 'proveShape':
      return { functionName: move.kind, args: [gameId, move.header, move.recordsRoot] } as const;
    case 'nothing':
      return undefined;
    default:
      return move satisfies never;
  }
}
