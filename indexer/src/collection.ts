import { type Context, ponder } from 'ponder:registry';
import { marketApproval, piece } from 'ponder:schema';
import { and, eq } from 'ponder';
import type { Address, Hex } from 'viem';
import type { PiecePlace } from '../../lib/api/collection/play-piece.ts';
import { attemptOf, entryOf, play, store } from './piece.ts';
import { addressOf, isContract } from './same-address.ts';

ponder.on('AIGCCollection:Minted', async ({ event, context }) => {
  const place = placeOf(event);
  const isOperatorApproved = await isApproved(context, { collection: place.collection, owner: event.args.to });
  await play(context, { eventName: 'Minted', args: event.args, isOperatorApproved }, place);
});

ponder.on('AIGCCollection:AigcData', async ({ event, context }) => {
  const place = placeOf(event);
  const { tokenId } = event.args;
  const attempt = await attemptOf(context, { collection: place.collection, tokenId });
  await play(context, { eventName: 'AigcData', args: { tokenId }, attempt }, place);
});

ponder.on('AIGCCollection:Update', async ({ event, context }) => {
  const place = placeOf(event);
  const { tokenId } = event.args;
  const attempt = await attemptOf(context, { collection: place.collection, tokenId });
  await play(context, { eventName: 'Update', args: { tokenId }, attempt }, place);
});

ponder.on('AIGCCollection:FeeSettled', ({ event, context }) =>
  play(context, { eventName: 'FeeSettled', args: event.args }, placeOf(event)),
);

ponder.on('AIGCCollection:PieceEnded', ({ event, context }) =>
  play(context, { eventName: 'PieceEnded', args: event.args }, placeOf(event)),
);

ponder.on('AIGCCollection:Transfer', async ({ event, context }) => {
  const place = placeOf(event);
  const isOperatorApproved = await isApproved(context, { collection: place.collection, owner: event.args.to });
  await play(context, { eventName: 'Transfer', args: event.args, isOperatorApproved }, place);
});

ponder.on('AIGCCollection:Approval', ({ event, context }) => {
  const market = addressOf(context.contracts.Marketplace);
  return play(context, { eventName: 'Approval', args: event.args, market }, placeOf(event));
});

ponder.on('AIGCCollection:ApprovalForAll', async ({ event, context }) => {
  const { owner, operator, approved } = event.args;
  if (!isContract(context.contracts.Marketplace, operator)) return;
  const key = { collection: event.log.address, owner };
  await context.db
    .insert(marketApproval)
    .values({ ...key, isApproved: approved })
    .onConflictDoUpdate({ isApproved: approved });
  const theirs = and(eq(piece.collection, key.collection), eq(piece.owner, owner), eq(piece.isEnded, false));
  for (const row of await context.db.sql.select().from(piece).where(theirs)) {
    await store(context, { ...entryOf(row), isOperatorApproved: approved }, row.token);
  }
});

ponder.on('Marketplace:Listed', ({ event, context }) =>
  play(context, { eventName: 'Listed', args: event.args }, placeOf(event, event.args.collection)),
);

ponder.on('Marketplace:ListingCancelled', ({ event, context }) =>
  play(context, { eventName: 'ListingCancelled', args: event.args }, placeOf(event, event.args.collection)),
);

ponder.on('Marketplace:Sold', ({ event, context }) =>
  play(context, { eventName: 'Sold', args: event.args }, placeOf(event, event.args.collection)),
);

/** The parts of a log that place an event. */
type Log = {
  id: string;
  log: { address: Address };
  block: { timestamp: bigint };
  transaction: { hash: Hex };
};

function placeOf(event: Log, collection = event.log.address): PiecePlace {
  const { id, block, transaction } = event;
  return { collection, id, atSec: Number(block.timestamp), txHash: transaction.hash };
}

async function isApproved(context: Context, key: { collection: Address; owner: Address }): Promise<boolean> {
  return (await context.db.find(marketApproval, key))?.isApproved ?? false;
}
