import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from '../engine/hex.ts';
import { parseProgram } from '../engine/program.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import { layOut } from '../engine/trace/records.ts';
import { depthOf } from '../engine/trace/tree.ts';
import { DisputeError } from './error.ts';
import {
  type Claim,
  GAME_PHASES,
  type GamePhase,
  type GameState,
  lengthsFit,
  type PastMove,
  pastMoveOf,
} from './game.ts';
import { callOf, type Move } from './moves.ts';
import { OwnRun, ownModel } from './own-run.ts';
import { shouldChallenge, wrongOutputStep } from './should-challenge.ts';
import { nextMove } from './solve.ts';

const model = ownModel({ layout: layOut(parseProgram(encodeProgram(tinyProgram))), weights: tinyWeights() });
const { program } = model.layout;
const own = new OwnRun({ model, input: Uint8Array.of(97, 98, 97) });
const { output, traceRoot, steps } = own.result;

function claimOf(changes: { output?: Uint8Array; traceRoot?: Uint8Array } = {}): Claim {
  const said = changes.output ?? output;
  return {
    inputBytes: 3,
    outputBytes: said.length,
    inputHash: toHex(own.inputHash),
    outputHash: toHex(keccak_256(said)),
    traceRoot: toHex(changes.traceRoot ?? traceRoot),
    output: said,
  };
}

function stateOf(phase: GamePhase, at: Partial<GameState> = {}): GameState {
  const node = toHex(new Uint8Array(32));
  return { phase: GAME_PHASES.indexOf(phase), step: 0, tensor: 0, index: 0, height: 0, node, ...at };
}

const revealed = (move: Move): PastMove => {
  if (move.kind !== 'reveal') throw new Error('Nothing is revealed.');
  return { kind: 'revealed', children: move.children, carried: move.carried };
};

/** Of the tree over the steps. */
const HEIGHT = depthOf(steps);
const flipped = output.map((byte, i) => (i === 1 ? byte ^ 1 : byte));
const first = () =>
  nextMove({ role: 'asserter', game: stateOf('RevealSteps', { height: HEIGHT }), moves: [], claim: claimOf(), own });

describe('shouldChallenge', () => {
  it('leaves the truth alone', () => {
    expect(shouldChallenge(program, { claim: claimOf(), run: own.result })).toBeUndefined();
  });

  it('names what is wrong', () => {
    const fault = (claim: Claim) => shouldChallenge(program, { claim, run: own.result });
    expect(fault(claimOf({ output: flipped }))).toBe('output');
    expect(fault(claimOf({ traceRoot: keccak_256(traceRoot) }))).toBe('trace');
    expect(fault(claimOf({ output: new Uint8Array(1) }))).toBe('shape');
    expect(fault(claimOf({ output: new Uint8Array(9) }))).toBe('shape');
  });

  it('needs no run where the lengths do not fit', () => {
    const claim = { ...claimOf(), inputBytes: 6 };
    expect(lengthsFit(program, claim)).toBe(false);
    expect(shouldChallenge(program, { claim })).toBe('shape');
  });

  it('finds the first step that shows an output wrong', () => {
    const at = (said: Uint8Array) => wrongOutputStep(program, { claim: claimOf({ output: said }), output });
    expect(at(output)).toBeUndefined();
    expect(at(flipped)).toBe(3);
    expect(at(output.slice(0, -1))).toBe(2 + output.length - 1);
    expect(at(Uint8Array.of(...output, 1))).toBe(2 + output.length);
  });
});

describe('the challenger', () => {
  const challenger = (game: GameState, moves: readonly PastMove[], claim: Claim) =>
    nextMove({ role: 'challenger', game, moves, claim, own });

  it('waits for the other side and rests when the game is over', () => {
    for (const phase of ['RevealSteps', 'RevealStep', 'RevealTensors', 'RevealChunks'] as const) {
      expect(challenger(stateOf(phase), [], claimOf())).toEqual({ kind: 'nothing', why: 'their-move' });
    }
    for (const phase of ['None', 'ChallengerWon', 'AsserterWon', 'Settled'] as const) {
      expect(challenger(stateOf(phase), [], claimOf())).toEqual({ kind: 'nothing', why: 'over' });
    }
  });

  it('proves a fault of shape in any turn, and without a run', () => {
    const input = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const unrun = new OwnRun({ model, input });
    const claim = { ...claimOf(), inputBytes: 6, inputHash: toHex(unrun.inputHash) };
    const move = nextMove({ role: 'challenger', game: stateOf('RevealSteps'), moves: [], claim, own: unrun });
    expect(move.kind).toBe('proveShape');
    expect(() => unrun.result).toThrow(/6 bytes, more than 5/);
  });

  it('does nothing against the truth', () => {
    const moves = [revealed(first())];
    const game = stateOf('PickSteps', { height: HEIGHT });
    expect(challenger(game, moves, claimOf())).toEqual({ kind: 'nothing', why: 'agrees' });
  });

  it('proves the output wrong as soon as the steps are open', () => {
    const move = challenger(
      stateOf('PickSteps', { height: HEIGHT }),
      [revealed(first())],
      claimOf({ output: flipped }),
    );
    expect(move).toMatchObject({ kind: 'proveOutput', step: 3n, output: toHex(flipped) });
  });

  it('says when the events are not of the state', () => {
    const game = stateOf('PickTensors', { height: 5 });
    expect(challenger(game, [revealed(first())], claimOf())).toEqual({ kind: 'nothing', why: 'out-of-step' });
    expect(challenger(stateOf('PickSteps', { height: HEIGHT }), [], claimOf())).toEqual({
      kind: 'nothing',
      why: 'out-of-step',
    });
  });

  it('refuses events of another game', () => {
    const picked: PastMove = { kind: 'picked', index: 0, height: 0 };
    const game = stateOf('PickSteps', { height: HEIGHT });
    expect(() => challenger(game, [picked], claimOf())).toThrow(DisputeError);
    expect(() => challenger(game, [revealed(first()), revealed(first())], claimOf())).toThrow(/PickSteps/);
    const odd: PastMove = { kind: 'revealed', children: ['0x12'], carried: [] };
    expect(() => challenger(game, [odd], claimOf())).toThrow(/32 bytes/);
    expect(() => challenger({ ...game, phase: 99 }, [], claimOf())).toThrow(/no phase 99/);
  });
});

describe('the asserter', () => {
  const asserter = (game: GameState, claim = claimOf()) => nextMove({ role: 'asserter', game, moves: [], claim, own });

  it('reveals its steps first, then the disputed one', () => {
    const move = asserter(stateOf('RevealSteps', { height: HEIGHT }));
    expect(move).toMatchObject({ kind: 'reveal', carried: [] });
    expect(revealed(move)).toHaveProperty('children.length', steps);
    const step = asserter(stateOf('RevealStep', { step: 2 }));
    expect(revealed(step)).toMatchObject({ kind: 'revealed', children: { length: 26 }, carried: { length: 3 } });
  });

  it('waits, rests, and does not defend what is not its own', () => {
    for (const phase of ['PickSteps', 'PickTensors', 'PickChunks'] as const) {
      expect(asserter(stateOf(phase))).toEqual({ kind: 'nothing', why: 'their-move' });
    }
    expect(asserter(stateOf('AsserterWon'))).toEqual({ kind: 'nothing', why: 'over' });
    const other = claimOf({ traceRoot: keccak_256(traceRoot) });
    expect(asserter(stateOf('RevealSteps', { height: HEIGHT }), other)).toEqual({ kind: 'nothing', why: 'not-mine' });
  });
});

it('events become moves, and moves become calls', () => {
  expect(pastMoveOf({ eventName: 'Picked', args: { index: 3n, height: 2n } })).toEqual({
    kind: 'picked',
    index: 3,
    height: 2,
  });
  const reveal = first();
  const call = callOf(7n, reveal);
  expect(call?.functionName).toBe('reveal');
  expect(call?.args[0]).toBe(7n);
  expect(callOf(7n, { kind: 'nothing', why: 'over' })).toBeUndefined();
});
