import { fromHex, type Hash32, toHex } from '../engine/hex.ts';
import type { Program } from '../engine/op.ts';
import { DisputeError } from './error.ts';

/** The contract's `GamePhase`, in its order. */
export const GAME_PHASES = [
  'None',
  'RevealSteps',
  'PickSteps',
  'RevealStep',
  'PickTensors',
  'RevealTensors',
  'PickChunks',
  'RevealChunks',
  'ChallengerWon',
  'AsserterWon',
  'Settled',
] as const;

/** Whose move it is, and which: names of `IDisputeGame.GamePhase`. */
export type GamePhase = (typeof GAME_PHASES)[number];

/** What the solver needs of the contract's `Game`; what `game(gameId)` returns fits as it is. `phase` is an index into GAME_PHASES. */
export type GameState = {
  readonly phase: number;
  readonly step: number;
  readonly tensor: number;
  readonly index: number;
  readonly height: number;
  readonly node: Hash32;
};

/** One move of a game, as its events tell; in order, they are all that a player has to remember. */
export type PastMove =
  | { readonly kind: 'revealed'; readonly children: readonly Hash32[]; readonly carried: readonly Hash32[] }
  | { readonly kind: 'picked'; readonly index: number; readonly height: number };

/** The events `Revealed` and `Picked` as viem decodes them. */
export type GameEvent =
  | {
      readonly eventName: 'Revealed';
      readonly args: { readonly children: readonly Hash32[]; readonly carried: readonly Hash32[] };
    }
  | { readonly eventName: 'Picked'; readonly args: { readonly index: bigint; readonly height: bigint } };

/** A decoded event as a move. */
export function pastMoveOf(event: GameEvent): PastMove {
  if (event.eventName === 'Revealed') {
    const { children, carried } = event.args;
    return { kind: 'revealed', children, carried };
  }
  return { kind: 'picked', index: Number(event.args.index), height: Number(event.args.height) };
}

/** What an operator claims of one answer: the oracle's `resultClaim` and the output that it posted. */
export type Claim = {
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly inputHash: Hash32;
  readonly outputHash: Hash32;
  readonly traceRoot: Hash32;
  readonly output: Uint8Array;
};

/** Whether a program can have an input and an output of these lengths; if not, `proveShape` ends the game. */
export function lengthsFit(program: Program, { inputBytes, outputBytes }: Claim): boolean {
  const { minInput, maxInput, minOutput, maxOutput } = program;
  return inputBytes >= minInput && inputBytes <= maxInput && outputBytes >= minOutput && outputBytes <= maxOutput;
}

/** The phase's name. Throws `dispute/moves` on a number that the contract does not have. */
export function phaseOf({ phase }: GameState): GamePhase {
  const name = GAME_PHASES[phase];
  if (name === undefined) throw new DisputeError('dispute/moves', `There is no phase ${phase}.`);
  return name;
}

/** 32 bytes of hex from the chain. Throws `dispute/moves`. */
export function bytes32(hex: Hash32): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes?.length !== 32) throw new DisputeError('dispute/moves', `Not 32 bytes: ${hex.slice(0, 80)}`);
  return bytes;
}

/** 64 bytes, as a header has, in words. */
export function twoWords(bytes: Uint8Array): readonly [Hash32, Hash32] {
  return [toHex(bytes.subarray(0, 32)), toHex(bytes.subarray(32, 64))];
}

/** 128 bytes, as a record has, in words. */
export function fourWords(bytes: Uint8Array): readonly [Hash32, Hash32, Hash32, Hash32] {
  return [...twoWords(bytes), ...twoWords(bytes.subarray(64))];
}
