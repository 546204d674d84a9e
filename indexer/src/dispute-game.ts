import { type Context, ponder } from 'ponder:registry';
import { game, gameMove } from 'ponder:schema';
import type { Address, Hex } from 'viem';
import { type GameEvent, playEvent } from '../../lib/api/dispute/replay-game.ts';
import type { GameRow } from '../../lib/api/dispute/types.ts';

ponder.on('DisputeGame:GameOpened', ({ event, context }) =>
  play(context, { eventName: 'GameOpened', args: event.args }, event),
);
ponder.on('DisputeGame:Revealed', ({ event, context }) =>
  play(context, { eventName: 'Revealed', args: event.args }, event),
);
ponder.on('DisputeGame:Picked', ({ event, context }) =>
  play(context, { eventName: 'Picked', args: event.args }, event),
);
ponder.on('DisputeGame:FraudProved', ({ event, context }) =>
  play(context, { eventName: 'FraudProved', args: event.args }, event),
);
ponder.on('DisputeGame:TimedOut', ({ event, context }) =>
  play(context, { eventName: 'TimedOut', args: event.args }, event),
);
ponder.on('DisputeGame:GameSettled', ({ event, context }) =>
  play(context, { eventName: 'GameSettled', args: event.args }, event),
);

/** The parts of a log that place a move. */
type Log = {
  id: string;
  block: { number: bigint; timestamp: bigint };
  transaction: { hash: Hex; from: Address };
  transactionReceipt: { gasUsed: bigint };
};

async function play(context: Context, event: GameEvent, log: Log): Promise<void> {
  const { gameId } = event.args;
  // A row was written from a GameRow, whose names its columns hold.
  const before = (await context.db.find(game, { gameId })) as GameRow | null;
  const played = playEvent(before, event, {
    id: log.id,
    atSec: Number(log.block.timestamp),
    blockNumber: log.block.number,
    txHash: log.transaction.hash,
    from: log.transaction.from,
    gasUsed: log.transactionReceipt.gasUsed,
  });
  if (played === null) return;
  const { gameId: _, ...rest } = played.game;
  await context.db.insert(game).values(played.game).onConflictDoUpdate(rest);
  await context.db.insert(gameMove).values({
    ...played.move,
    id: BigInt(log.id),
    gasUsed: log.transactionReceipt.gasUsed,
    children: [...played.move.children],
    carried: [...played.move.carried],
  });
}
