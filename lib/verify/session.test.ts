import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import type { GameMove } from '../api/dispute/types.ts';
import { asserterMove } from '../dispute/asserter.ts';
import { type Claim, GAME_PHASES, type GamePhase, type PastMove } from '../dispute/game.ts';
import type { Move } from '../dispute/moves.ts';
import { OwnRun, ownModel } from '../dispute/own-run.ts';
import { levelsBelow } from '../dispute/schedule.ts';
import { fromHex, toHex } from '../engine/hex.ts';
import { parseProgram } from '../engine/program.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import { layOut } from '../engine/trace/records.ts';
import { traceStep } from '../engine/trace/step-trace.ts';
import { depthOf } from '../engine/trace/tree.ts';
import { bytesOfTensor } from '../engine/trace/witness.ts';
import { descentOf } from './descent.ts';
import { explain } from './explain.ts';
import { Session } from './session.ts';
import { valueAt } from './told.ts';

const bytes = encodeProgram(tinyProgram);
const program = parseProgram(bytes);
const layout = layOut(program);
const weights = tinyWeights();
const input = Uint8Array.of(97, 98, 97, 10, 5);

/** A session that has run the model. */
function honest(): Session {
  const session = new Session(() => 0);
  session.run({ program: bytes, weights, input }, () => undefined);
  return session;
}

/** What somebody claims who ran the model with one byte of the weights changed. */
function liar(at: number): { own: OwnRun; claim: Claim } {
  const altered = weights.slice();
  altered[at] = (altered[at] ?? 0) ^ 0x80;
  const own = new OwnRun({ model: ownModel({ layout, weights: altered }), input });
  const { output, traceRoot } = own.result;
  const claim = {
    inputBytes: input.length,
    outputBytes: output.length,
    inputHash: toHex(own.inputHash),
    outputHash: toHex(keccak_256(output)),
    traceRoot: toHex(traceRoot),
    output,
  };
  return { own, claim };
}

const RIGHT = toHex(new OwnRun({ model: ownModel({ layout, weights }), input }).result.traceRoot);

/** Plays a game without a chain, as the rules say, until the challenger has a proof. */
function play(session: Session, { own, claim }: { own: OwnRun; claim: Claim }): { moves: PastMove[]; proof: Move } {
  const steps = own.result.steps;
  const state = { phase: 'RevealSteps' as GamePhase, step: 0, tensor: 0, index: 0, height: depthOf(steps) };
  const moves: PastMove[] = [];
  const game = () => ({ ...state, phase: GAME_PHASES.indexOf(state.phase), node: toHex(new Uint8Array(32)) });
  for (let turn = 0; turn < 60; turn++) {
    const isReveal = state.phase.startsWith('Reveal');
    const move = isReveal ? asserterMove({ game: game(), claim, own }) : session.decide({ claim, game: game(), moves });
    if (move.kind === 'reveal') {
      moves.push({ kind: 'revealed', children: move.children, carried: move.carried });
      if (state.phase === 'RevealStep') Object.assign(state, { height: depthOf(layout.tensors.length), index: 0 });
      state.phase =
        state.phase === 'RevealSteps' ? 'PickSteps' : state.phase === 'RevealChunks' ? 'PickChunks' : 'PickTensors';
      continue;
    }
    if (move.kind !== 'pick') return { moves, proof: move };
    const levels = levelsBelow(state.height);
    state.index = state.index * 2 ** levels + move.choice.index;
    state.height -= levels;
    moves.push({ kind: 'picked', index: state.index, height: state.height });
    const isLeaf = state.height === 0;
    if (state.phase === 'PickSteps') {
      if (isLeaf) state.step = state.index;
      state.phase = isLeaf ? 'RevealStep' : 'RevealSteps';
    } else if (state.phase === 'PickTensors' && !isLeaf) {
      state.phase = 'RevealTensors';
    } else {
      if (state.phase === 'PickTensors') {
        const chunks = Math.ceil(bytesOfTensor(layout, state.index) / 32);
        Object.assign(state, { tensor: state.index, index: 0, height: depthOf(chunks) });
      }
      state.phase = 'RevealChunks';
    }
  }
  throw new Error('the game has no end');
}

/** Past moves as the index keeps them. */
function indexed(moves: readonly PastMove[]): GameMove[] {
  const blank = {
    gameId: 1n,
    by: null,
    phase: 'None',
    children: [],
    carried: [],
    index: null,
    height: null,
    node: null,
    atSec: 0,
    blockNumber: 0n,
    txHash: '0x',
    gasUsed: null,
  } as const;
  return moves.map((move, id) => ({ ...blank, ...move, id: String(id) }));
}

/** Bytes of the weights whose change is felt, all over the file: most are lost in rounding. */
const CHANGED: number[] = [];
for (let at = 0; at < tinyProgram.weightsBytes && CHANGED.length < 8; at += 3) {
  const isFar = at - (CHANGED.at(-1) ?? -100) >= 16;
  if (isFar && liar(at).claim.traceRoot !== RIGHT) CHANGED.push(at);
}

describe('Session', () => {
  it('has lies to look at', () => expect(CHANGED.length).toBeGreaterThan(3));

  it('reports steps, and gives the run that the engine gives', () => {
    const steps: number[] = [];
    const run = new Session(() => 0).run({ program: bytes, weights, input }, ({ step }) => steps.push(step));
    const own = new OwnRun({ model: ownModel({ layout, weights }), input });
    expect(toHex(run.traceRoot)).toBe(toHex(own.result.traceRoot));
    expect(steps).toEqual(Array.from({ length: run.steps }, (_, i) => i + 1));
    expect(run.head.recordsRoot).toBe(toHex(layout.recordTree.root));
  });

  it('refuses questions before a run', () =>
    expect(() => new Session(() => 0).fault({ claim: liar(2_144).claim })).toThrow('not been run'));

  it('finds nothing wrong with a right claim, and says what is wrong with others', () => {
    const right = new OwnRun({ model: ownModel({ layout, weights }), input });
    const claim = { ...liar(2_144).claim, output: right.result.output };
    const outputHash = toHex(keccak_256(right.result.output));
    const traceRoot = toHex(right.result.traceRoot);
    expect(
      honest().fault({ claim: { ...claim, outputHash, traceRoot, outputBytes: right.result.output.length } }),
    ).toBe(null);
    expect(honest().fault({ claim: liar(CHANGED[0] ?? 0).claim })).not.toBe(null);
  });
});

describe('a game of the session against a liar', () => {
  it.each(CHANGED)(
    'with byte %i changed: the descent leads to a proof, and own nodes first differ at each pick',
    (at) => {
      const session = honest();
      const lie = liar(at);
      expect(session.fault({ claim: lie.claim })).not.toBeNull();
      const { moves, proof } = play(session, lie);
      expect(['proveElement', 'proveCarried', 'proveOutput']).toContain(proof.kind);
      const steps = lie.own.result.steps;
      const compared = session.compare({ steps, moves });
      const levels = descentOf({ steps, moves: indexed(moves) });
      expect(compared).toHaveLength(levels.length);
      levels.forEach((level, number) => {
        const mine = compared[number]?.children ?? [];
        const first = level.children.findIndex((child, index) => child !== mine[index]);
        if (level.picked !== null) expect(level.picked).toBe(first);
      });
      if (proof.kind !== 'proveElement') return;
      const last = levels.at(-1);
      const chunk = fromHex(last?.children[proof.choice.index] ?? '0x') ?? null;
      const where = moves.filter((move) => move.kind === 'picked' && move.height === 0);
      const [step, tensor] = where.map((move) => (move.kind === 'picked' ? move.index : 0));
      const told = session.explain({
        step: step ?? 0,
        tensor: tensor ?? (last?.first ?? 0) + proof.choice.index,
        element: Number(proof.element),
        chunk,
      });
      expect(told?.claimed).not.toBe(told?.right);
    },
  );
});

describe('explain', () => {
  it('gives every element of every tensor its words, and the value of the trace', () => {
    const trace = traceStep({ program, weights, input, layout, step: 6 });
    layout.tensors.forEach(({ size, dtype }, tensor) => {
      for (let element = 0; element < size; element++) {
        const told = explain({ layout, weights, trace, tensor, element, claimed: null });
        expect(told?.right).toBe(valueAt(trace.tensors[tensor] ?? new Uint8Array(), dtype, element));
        expect(told?.words.length).toBeGreaterThan(10);
      }
    });
  });

  it('shows sums that lead to the value', () => {
    const trace = traceStep({ program, weights, input, layout, step: 6 });
    const at = layout.tensors.findIndex(({ name }) => name === 'sum');
    const told = explain({ layout, weights, trace, tensor: at, element: 1, claimed: null });
    expect(told?.inputs[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(told?.right);
    const max = layout.tensors.findIndex(({ name }) => name === 'max');
    const largest = explain({ layout, weights, trace, tensor: max, element: 0, claimed: null });
    expect(Math.max(...(largest?.inputs[0]?.values ?? []))).toBe(largest?.right);
  });

  it('has nothing to say of padding', () => {
    const trace = traceStep({ program, weights, input, layout, step: 0 });
    expect(explain({ layout, weights, trace, tensor: 0, element: 4, claimed: null })).toBeNull();
  });
});
