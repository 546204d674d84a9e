import { isAddressEqual } from 'viem';
import type { Role } from '../chain/follow.ts';
import { createMover, type GameTools } from '../games/move.ts';
import { createGamePlayer } from '../games/player.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

/** A role that plays games. */
export type PlayingRole = Role & {
  openGames: () => number;
  /** Starts nothing new; resolves when what was started is done. */
  stop: () => Promise<void>;
};

/**
 * The role that defends an operator's results: answers every reveal from a run of its own, calls time on a challenger that stalls, settles. A
 * result that is not its own run's cannot be defended; then it says so and does nothing.
 */
export function createDefender(options: {
  tools: GameTools;
  withdraw: () => Promise<void>;
  logger: Logger;
  metrics: Metrics;
}): PlayingRole {
  const { tools, withdraw, logger, metrics } = options;
  const player = createGamePlayer({
    seat: 'asserter',
    mine: ({ asserter }) => isAddressEqual(asserter, tools.sender.address),
    tools,
    move: createMover(tools),
    logger,
    metrics,
    role: 'defender',
    graceMs: 0,
    onSettled: withdraw,
  });
  let stopped = false;
  return {
    onView: ({ games, nowSec }) => {
      if (!stopped) player.play(games, nowSec);
    },
    openGames: player.openGames,
    stop: async () => {
      stopped = true;
      await player.idle();
    },
  };
}
