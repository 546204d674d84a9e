import type { Role } from '../chain/follow.ts';
import type { GamePlayer } from '../games/player.ts';
import type { Logger } from '../logger.ts';
import type { AttentionKeeper } from './attention.ts';
import type { MarketKeeper } from './market.ts';
import type { PieceKeeper } from './pieces.ts';
import type { RevenueKeeper } from './revenue.ts';
import type { Settler } from './settle.ts';

/**
 * The role that does for everyone what anyone may do: finalise, refund, sync, snapshot, graduate,
 * collect, bring answers to tokens and settle their fees, end stalled games, judge attention. */
export type Keeper = Role & {
  /** Starts nothing new; resolves when what was started is done. */
  stop: () => Promise<void>;
};

/** Makes a keeper that looks after revenue, pools and tokens of answers every `checkMs`. */
export function createKeeper(options: {
  settler: Settler;
  revenue: RevenueKeeper;
  market: MarketKeeper;
  pieces: PieceKeeper;
  /** Keeps order in games in which this node plays no side. */
  order: GamePlayer;
  attention: AttentionKeeper;
  checkMs: number;
  logger: Logger;
}): Keeper {
  const { settler, revenue, market, pieces, order, attention, checkMs, logger } = options;
  let round: Promise<void> | null = null;
  let nextRoundMs = 0;
  let stopped = false;
  return {
    onView: ({ requests, games, nowSec, headSec }) => {
      if (stopped) return;
      settler.settle(requests, nowSec);
      order.play(games, nowSec);
      attention.judge(requests, nowSec);
      if (round !== null || Date.now() < nextRoundMs) return;
      nextRoundMs = Date.now() + checkMs;
      // Market and tokens first: what is collected and settled is revenue of the same round.
      round = market
        .round()
        .catch((error: unknown) => logger.warn({ error }, 'market round failed'))
        .then(() => pieces.round())
        .catch((error: unknown) => logger.warn({ error }, 'round of tokens failed'))
        .then(() => revenue.round(headSec))
        .catch((error: unknown) => logger.warn({ error }, 'revenue round failed'))
        .finally(() => {
          round = null;
        });
    },
    stop: async () => {
      stopped = true;
      await Promise.all([settler.idle(), order.idle(), attention.idle(), round]);
    },
  };
}
