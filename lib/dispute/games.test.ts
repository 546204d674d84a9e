// Thousands of dispute games on the real contracts: an honest player never loses a bond, whatever the other side does.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Arena, openArena, SETTINGS } from '../../test/games/arena.ts';
import { contestOf, MODELS } from '../../test/games/contest.ts';
import { type End, play, registerToys } from '../../test/games/tournament.ts';

const CONTESTS = Number(process.env.GAMES ?? 2_100);
const FIRST = Number(process.env.GAMES_FROM ?? 0);
const AT_ONCE = 150;

let arena: Arena;
let models: readonly bigint[];
const ends: End[] = [];

beforeAll(async () => {
  arena = await openArena();
  models = await registerToys(arena, MODELS);
}, 300_000);

describe('games on the real contracts', () => {
  for (let first = FIRST; first < FIRST + CONTESTS; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, FIRST + CONTESTS - first);
    it(`the honest side wins contests ${first} to ${first + count - 1}`, async () => {
      const contests = Array.from({ length: count }, (_, i) => contestOf(first + i));
      const played = await play(arena, models, contests);
      for (const end of played) expectHonestWins(end, played);
      ends.push(...played);
    }, 120_000);
  }

  it('stat', () => {
    const by = new Map<string, number>();
    for (const e of ends) {
      const k = `${e.contest.kind} ${e.duel.honest} ${e.by} ${e.outcome}`;
      by.set(k, (by.get(k) ?? 0) + 1);
    }
    console.log(
      [...by]
        .sort()
        .map(([k, v]) => `${k}: ${v}`)
        .join('\n'),
      'max',
      Math.max(...ends.map((e) => e.moves)),
      ends.reduce((a, e) => a + e.refused, 0),
    );
  });

  it('no wei stays in the game', async () => {
    expect(await arena.balanceOf(arena.game)).toBe(0n);
  });
});

function expectHonestWins(
  { contest, duel, gameId, by, outcome, winner, paidWei, burntWei }: End,
  all: readonly End[],
): void {
  const { gameBondWei, burnBps } = SETTINGS;
  const lostWei = (gameBondWei * BigInt(burnBps)) / 10_000n;
  const what = `${contest.label}, game ${gameId}, by ${by}`;
  if (duel.honest === 'challenger') {
    const isVoidedByAnother = all.some((end) => end.contest === contest && end.outcome === 'ChallengerWon');
    expect(outcome === 'None' ? isVoidedByAnother : outcome === 'ChallengerWon', what).toBe(true);
    expect({ winner, paidWei, burntWei }, what).toEqual({
      winner: arena.challenger.address,
      paidWei: gameBondWei,
      burntWei: 0n,
    });
  } else if (duel.honest === 'asserter') {
    const won = { winner: arena.asserter.address, paidWei: gameBondWei - lostWei, burntWei: lostWei };
    expect({ outcome, winner, paidWei, burntWei }, what).toEqual({ outcome: 'AsserterWon', ...won });
  }
}
