import type { Logger } from '../logger.ts';
import type { GameReader, OpenGame } from './games.ts';

/** Keeps the unsettled games in sight. It holds nothing that a new one could not read from the chain. */
export type GameTracker = {
  /** Reads new and unsettled games. One that was just settled stays for some blocks, in case a reorg revives it. */
  look: (blockNumber: bigint) => Promise<OpenGame[]>;
};

/** A game that was settled for this many blocks is no longer read. */
const SETTLED_BLOCKS = 64n;
const SCAN_BATCH = 1_000n;

/** Tracks the games of one contract, all of them from id 1 at the first look. */
export function createGameTracker({ games, logger }: { games: GameReader; logger: Logger }): GameTracker {
  /** Id to the block at which it was first seen settled; null while it is not. */
  const watched = new Map<bigint, bigint | null>();
  let nextId = 1n;
  let caughtUp = false;

  const idsUpTo = (last: bigint): bigint[] => {
    const ids: bigint[] = [];
    for (; nextId <= last; nextId++) ids.push(nextId);
    return ids;
  };

  return {
    look: async (blockNumber) => {
      const count = await games.gameCount();
      if (count < nextId - 1n) {
        logger.warn({ count, expected: nextId - 1n }, 'the chain lost games: a reorganisation or an older state');
        for (const id of watched.keys()) if (id > count) watched.delete(id);
        nextId = count + 1n;
      }
      while (!caughtUp) {
        // On the first look: all ids, of which only the unsettled are kept.
        const last = count - nextId + 1n > SCAN_BATCH ? nextId + SCAN_BATCH - 1n : count;
        const from = nextId;
        const batch = idsUpTo(last);
        try {
          for (const game of await games.games(batch)) if (isOpen(game)) watched.set(game.gameId, null);
        } catch (error) {
          nextId = from;
          throw error;
        }
        caughtUp = nextId > count;
      }
      for (const id of idsUpTo(count)) watched.set(id, null);
      const found = await games.games([...watched.keys()]);
      for (const game of found) {
        const settledSince = watched.get(game.gameId) ?? null;
        if (isOpen(game)) watched.set(game.gameId, null);
        else if (settledSince === null) watched.set(game.gameId, blockNumber);
        else if (blockNumber - settledSince > SETTLED_BLOCKS) watched.delete(game.gameId);
      }
      return found.filter(isOpen);
    },
  };
}

function isOpen({ phase }: OpenGame): boolean {
  return phase !== 'Settled' && phase !== 'None';
}
