// One posted answer and the games on it: who is honest, and how each side plays.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { asserterMove } from '../../lib/dispute/asserter.ts';
import { challengerMove } from '../../lib/dispute/challenger.ts';
import type { Claim, GameState, PastMove } from '../../lib/dispute/game.ts';
import type { Move } from '../../lib/dispute/moves.ts';
import { type OwnModel, OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { shouldChallenge } from '../../lib/dispute/should-challenge.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { blindPick, challengerTries, revealTries } from './cheats.ts';
import { FalseAsserter } from './false-trace.ts';
import { LIES, type Lie, type LieName } from './lies.ts';
import { type Random, randomOf } from './random.ts';
import type { Toy, ToySize } from './toy-builder.ts';
import { toyProgram } from './toy-program.ts';

/** What a player sends in a turn: calls that the contract must refuse, then its move, unless it is silent. */
export type Turn = { readonly tries: readonly Move[]; readonly move?: Move | undefined };

/** How one side plays one game. */
export type Play = (game: GameState, moves: readonly PastMove[]) => Turn;

/** One game: who must win it, and how both play. */
export type Duel = {
  /** Whether the asserter answers for as long as it can. */
  readonly speaks: boolean;
  readonly honest: 'asserter' | 'challenger' | 'neither';
  readonly asserter: Play;
  readonly challenger: Play;
};

/** One posted answer. */
export type Contest = {
  /** Says how to make it again. */
  readonly label: string;
  readonly kind: LieName | 'impossibleInput' | 'truth';
  readonly toy: number;
  readonly own: OwnRun;
  readonly claim: Claim;
  readonly duels: readonly Duel[];
};

const TOYS = 96;

/** Toys and honest runs, made once. */
const toys = new Map<number, Toy>();
const models = new Map<number, OwnModel>();
const runs = new Map<string, OwnRun>();

/** How many different models the contests need. */
export const MODELS = TOYS;

/** The model number n. */
export function toyOf(n: number): Toy {
  const known = toys.get(n);
  if (known !== undefined) return known;
  const sizes: Record<number, ToySize> = { 0: 'manySteps', 1: 'manyTensors', 2: 'manyChunks' };
  const toy = toyProgram(n, sizes[n % 16] ?? 'small');
  toys.set(n, toy);
  return toy;
}

/** The same as one's own model of it, with its tree of weights. */
export function modelOf(n: number): OwnModel {
  const known = models.get(n);
  if (known !== undefined) return known;
  const model = ownModel(toyOf(n));
  models.set(n, model);
  return model;
}

function runOf(toy: number, variant: number): OwnRun {
  const key = `${toy}/${variant}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const { input } = toyOf(toy);
  const run = new OwnRun({ model: modelOf(toy), input: input(randomOf(1_000_003 * variant + toy)) });
  runs.set(key, run);
  return run;
}

const lieNames = Object.keys(LIES) as LieName[];

/** The contest of a seed: in two of three the asserter lies and the challenger is honest, in the rest it is the other way round. */
export function contestOf(seed: number): Contest {
  const random = randomOf(seed);
  const toy = seed % TOYS;
  const own = runOf(toy, random.int(0, 2));
  if (random.oneIn(3)) return truth({ seed, toy, own, random });
  if (random.oneIn(40)) return impossibleInput({ seed, toy, random });
  for (let at = seed; ; at++) {
    const kind = lieNames[at % lieNames.length] ?? 'madeUpRoot';
    const lie = LIES[kind](own, random);
    if (lie !== undefined) return liesOf({ seed, toy, own, random }, kind, lie);
  }
}

type Parts = { seed: number; toy: number; own: OwnRun; random: Random };

function claimOf(own: OwnRun, { output, traceRoot }: Lie): Claim {
  return {
    inputBytes: own.input.length,
    outputBytes: output.length,
    inputHash: toHex(own.inputHash),
    outputHash: toHex(keccak_256(output)),
    traceRoot: toHex(traceRoot),
    output,
  };
}

function truth({ seed, toy, own, random }: Parts): Contest {
  const claim = claimOf(own, own.result);
  if (shouldChallenge(own.layout.program, { claim, run: own.result }) !== undefined)
    throw new Error('The truth is challenged.');
  const silentAfter = random.oneIn(6) ? random.int(0, 3) : Number.POSITIVE_INFINITY;
  const duel: Duel = {
    speaks: true,
    honest: 'asserter',
    asserter: (game) => ({ tries: [], move: asserterMove({ game, claim, own }) }),
    challenger: cheatingChallenger({ own, claim, random, silentAfter }),
  };
  return { label: `seed ${seed}: the truth about toy ${toy}`, kind: 'truth', toy, own, claim, duels: [duel] };
}

function liesOf({ seed, toy, own, random }: Parts, kind: LieName, lie: Lie): Contest {
  const claim = claimOf(own, lie);
  const label = `seed ${seed}: ${kind} about toy ${toy}`;
  if (shouldChallenge(own.layout.program, { claim, run: own.result }) === undefined)
    throw new Error(`${label} is no lie.`);
  const silentAfter = random.oneIn(8) ? random.int(0, 3) : Number.POSITIVE_INFINITY;
  const honest: Duel = {
    speaks: silentAfter === Number.POSITIVE_INFINITY,
    honest: 'challenger',
    asserter: lyingAsserter(lie, { random, silentAfter }),
    challenger: honestChallenger({ claim, own, restarts: random.oneIn(10) }),
  };
  // Sometimes another plays on the same answer, and plays badly.
  const bad: Duel = {
    speaks: true,
    honest: 'neither',
    asserter: lyingAsserter(lie, { random, silentAfter: Number.POSITIVE_INFINITY }),
    challenger: (game, moves) => ({ tries: [], move: blindPick({ own, claim, random, game, moves }) }),
  };
  return { label, kind, toy, own, claim, duels: random.oneIn(10) ? [bad, honest] : [honest] };
}

/** A request that no run answers, answered. */
function impossibleInput({ seed, toy, random }: Omit<Parts, 'own'>): Contest {
  const { layout, weights } = toyOf(toy);
  const own = new OwnRun({
    model: ownModel({ layout, weights }),
    input: random.bytes(layout.program.maxInput + random.int(1, 9)),
  });
  const claim = claimOf(own, { output: random.bytes(random.int(1, 9)), traceRoot: random.bytes(32) });
  if (shouldChallenge(layout.program, { claim }) !== 'shape') throw new Error('An impossible input is taken.');
  const silent: Play = () => ({ tries: [] });
  const duel: Duel = {
    speaks: false,
    honest: 'challenger',
    asserter: silent,
    challenger: honestChallenger({ claim, own, restarts: false }),
  };
  return {
    label: `seed ${seed}: an impossible input of toy ${toy}`,
    kind: 'impossibleInput',
    toy,
    own,
    claim,
    duels: [duel],
  };
}

/** Knows nothing but the model, the claim and the chain: `restarts` makes it forget its run before every move. */
function honestChallenger({ claim, own, restarts }: { claim: Claim; own: OwnRun; restarts: boolean }): Play {
  return (game, moves) => {
    const run = restarts ? new OwnRun({ model: own.model, input: own.input }) : own;
    return { tries: [], move: challengerMove({ claim, own: run, game, moves }) };
  };
}

function lyingAsserter({ trace }: Lie, { random, silentAfter }: { random: Random; silentAfter: number }): Play {
  const liar = trace && new FalseAsserter(trace);
  let answers = 0;
  return (game) => {
    const move = answers++ < silentAfter ? liar?.answer(game) : undefined;
    return { tries: move === undefined ? [] : revealTries(move, { game, random }), move };
  };
}

function cheatingChallenger(at: { own: OwnRun; claim: Claim; random: Random; silentAfter: number }): Play {
  let picks = 0;
  return (game, moves) => {
    const { tries, pick } = challengerTries({ ...at, game, moves });
    return { tries, move: picks++ < at.silentAfter ? pick : undefined };
  };
}
