// Thousands of dispute games on the real contracts: an honest player never loses a bond, whatever the other side does. What a game is about and
// how it is played follows from its number, so a failure is repeated by GAMES_FROM=<number> GAMES=1.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Arena, openArena, PLAYER_WEI, SETTINGS } from '../../test/games/arena.ts';
import { type Contest, contestOf, MODELS } from '../../test/games/contest.ts';
import { LIES, type LieName } from '../../test/games/lies.ts';
import { type End, play, registerToys } from '../../test/games/tournament.ts';
import { OPCODES } from '../engine/trace/records.ts';

const ALL = 2_100;
const CONTESTS = Number(process.env.GAMES ?? ALL);
const FIRST = Number(process.env.GAMES_FROM ?? 0);
const AT_ONCE = 150;

/** How a kind of lie is found out, unless the liar falls silent. */
const FOUND_BY: Readonly<Record<LieName, readonly End['by'][]>> = {
  falseWeights: ['element'],
  falseInput: ['element'],
  tamperedRun: ['element'],
  flippedByte: ['element'],
  garbageRight: ['element'],
  padding: ['element'],
  carried: ['carried'],
  flippedOutput: ['output'],
  otherLength: ['output'],
  wrongLength: ['shape'],
  madeUpRoot: [],
  shuffledSteps: ['element', 'carried'],
  madeUpSteps: [],
  freshLies: ['element', 'carried', 'silence'],
};

let arena: Arena;
let models: readonly bigint[];
const contests: Contest[] = [];
const ends: End[] = [];

beforeAll(async () => {
  arena = await openArena();
  models = await registerToys(arena, MODELS);
}, 300_000);

describe('games on the real contracts', () => {
  for (let first = FIRST; first < FIRST + CONTESTS; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, FIRST + CONTESTS - first);
    it(`are won by the honest side in contests ${first} to ${first + count - 1}`, async () => {
      const batch = Array.from({ length: count }, (_, i) => contestOf(first + i));
      const played = await play(arena, models, batch);
      for (const end of played) expectHonestWins(end, played);
      contests.push(...batch);
      ends.push(...played);
    }, 120_000);
  }

  it('leave no wei in the game, and each wei where it belongs', async () => {
    const { gameBondWei, resultBondWei, burnBps, priceWei } = SETTINGS;
    const burntOf = (wei: bigint) => (wei * BigInt(burnBps)) / 10_000n;
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, wei) => total + wei, 0n);
    const paidTo = (winner: string) => sum(ends.filter((end) => end.winner === winner).map((end) => end.paidWei));
    const [asked, games] = [BigInt(contests.length), BigInt(ends.length)];
    const voided = BigInt(ends.filter((end) => end.outcome === 'ChallengerWon').length);
    const { asserter, challenger } = arena;
    expect(await arena.balanceOf(arena.game)).toBe(0n);
    const rewardWei = resultBondWei - burntOf(resultBondWei);
    const challengerWei = paidTo(challenger.address) + voided * rewardWei - games * gameBondWei - asked * priceWei;
    expect(await arena.balanceOf(challenger.address)).toBe(PLAYER_WEI + challengerWei);
    expect(await arena.balanceOf(asserter.address)).toBe(PLAYER_WEI + paidTo(asserter.address) - asked * resultBondWei);
    expect(await arena.balanceOf(arena.oracle)).toBe(asked * priceWei + (asked - voided) * resultBondWei);
  });

  it.skipIf(CONTESTS < ALL)('were of every kind', () => {
    for (const kind of [...(Object.keys(LIES) as LieName[]), 'impossibleInput', 'truth']) {
      expect(contests.filter((contest) => contest.kind === kind).length, kind).toBeGreaterThan(25);
    }
    for (const name of Object.keys(OPCODES)) {
      expect(ends.filter((end) => end.op === name).length, name).toBeGreaterThan(2);
    }
    for (const by of ['element', 'carried', 'output', 'shape', 'silence'] as const) {
      expect(ends.filter((end) => end.by === by).length, by).toBeGreaterThan(50);
    }
    expect(ends.filter((end) => end.outcome === 'None').length).toBeGreaterThan(10);
    expect(Math.max(...ends.map((end) => end.moves))).toBeGreaterThan(7);
    expect(ends.reduce((sum, end) => sum + end.refused, 0)).toBeGreaterThan(10_000);
  });
});

function expectHonestWins(end: End, all: readonly End[]): void {
  const { contest, duel, gameId, by, outcome, winner, paidWei, burntWei } = end;
  const { gameBondWei, burnBps } = SETTINGS;
  const lostWei = (gameBondWei * BigInt(burnBps)) / 10_000n;
  const what = `${contest.label}, game ${gameId}, by ${by}`;
  if (duel.honest === 'asserter') {
    const won = { winner: arena.asserter.address, paidWei: gameBondWei - lostWei, burntWei: lostWei };
    expect({ outcome, winner, paidWei, burntWei }, what).toEqual({ outcome: 'AsserterWon', ...won });
    expect(by, what).toBe('silence');
  }
  if (duel.honest !== 'challenger') return;
  const isVoidedByAnother = all.some((other) => other.contest === contest && other.outcome === 'ChallengerWon');
  expect(outcome === 'None' ? isVoidedByAnother : outcome === 'ChallengerWon', what).toBe(true);
  const made = { winner: arena.challenger.address, paidWei: gameBondWei, burntWei: 0n };
  expect({ winner, paidWei, burntWei }, what).toEqual(made);
  if (contest.kind === 'impossibleInput') expect(by, what).toBe('shape');
  if (contest.kind === 'impossibleInput' || contest.kind === 'truth') return;
  // A liar answers while it knows what its lie is made of.
  const found = FOUND_BY[contest.kind];
  if (by !== 'silence') expect(found, what).toContain(by);
  else expect(duel.speaks && found.length > 0 && !found.includes('silence'), what).toBe(false);
}
