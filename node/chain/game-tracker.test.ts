import pino from 'pino';
import { zeroAddress, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import type { GamePhase } from '../../lib/dispute/game.ts';
import { createGameTracker } from './game-tracker.ts';
import type { GameReader, OpenGame } from './games.ts';

const logger = pino({ level: 'silent' });

/** A chain of games by their phases; id 1 is the first. */
function chainOf(phases: GamePhase[]) {
  const asked: bigint[][] = [];
  const gameOf = (gameId: bigint): OpenGame => ({
    gameId,
    requestId: gameId,
    attempt: 1,
    challenger: zeroAddress,
    asserter: zeroAddress,
    phase: phases[Number(gameId) - 1] ?? 'None',
    deadlineSec: 0,
    stands: true,
    state: { phase: 0, step: 0, tensor: 0, index: 0, height: 0, node: zeroHash },
  });
  // Only what a tracker reads.
  const games = {
    gameCount: async () => BigInt(phases.length),
    games: async (ids: readonly bigint[]) => {
      asked.push([...ids]);
      return ids.map(gameOf);
    },
  } as unknown as GameReader;
  return { games, asked, ids: (found: readonly OpenGame[]) => found.map(({ gameId }) => Number(gameId)) };
}

describe('game tracker', () => {
  it('finds every unsettled game at the first look, as a restart does, and reads settled ones no more', async () => {
    const phases: GamePhase[] = Array.from({ length: 2_500 }, () => 'Settled');
    phases[0] = 'RevealSteps';
    phases[2_499] = 'ChallengerWon';
    const chain = chainOf(phases);
    const tracker = createGameTracker({ games: chain.games, logger });
    expect(chain.ids(await tracker.look(10n))).toEqual([1, 2_500]);
    await tracker.look(11n);
    expect(chain.asked.at(-1)).toEqual([1n, 2_500n]);
  });

  it('sees new games, and keeps a settled one in sight until no reorganisation can revive it', async () => {
    const phases: GamePhase[] = ['PickSteps'];
    const chain = chainOf(phases);
    const tracker = createGameTracker({ games: chain.games, logger });
    await tracker.look(10n);
    phases.push('RevealSteps');
    phases[0] = 'Settled';
    expect(chain.ids(await tracker.look(11n))).toEqual([2]);
    phases[0] = 'PickSteps';
    expect(chain.ids(await tracker.look(12n))).toEqual([1, 2]);
    phases[0] = 'Settled';
    await tracker.look(13n);
    await tracker.look(80n);
    await tracker.look(81n);
    expect(chain.asked.at(-1)).toEqual([2n]);
  });

  it('forgets games that a reorganisation took, and finds those that took their ids', async () => {
    const phases: GamePhase[] = ['PickSteps', 'PickSteps'];
    const chain = chainOf(phases);
    const tracker = createGameTracker({ games: chain.games, logger });
    await tracker.look(10n);
    phases.pop();
    expect(chain.ids(await tracker.look(11n))).toEqual([1]);
    phases.push('RevealSteps');
    expect(chain.ids(await tracker.look(12n))).toEqual([1, 2]);
  });
});
