import { index, onchainTable, primaryKey, relations } from 'ponder';
import { attempt, request } from './oracle-schema.ts';

// Collections, their pieces, and the market. Units as in ponder.schema.ts.

/** The collection of a model: its terms, and running totals. */
export const collection = onchainTable(
  'collection',
  (t) => ({
    collection: t.hex().primaryKey(),
    token: t.hex().notNull(),
    /** Of the model, which names the collection too. */
    name: t.text().notNull(),
    symbol: t.text().notNull(),
    modelId: t.bigint().notNull(),
    mintFeeWei: t.bigint().notNull(),
    royaltyBps: t.integer().notNull(),
    /** Pieces that are not ended. */
    pieceCount: t.integer().notNull(),
    saleCount: t.integer().notNull(),
    salesWei: t.bigint().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token) }),
);

/** One piece, carried on by lib/api/collection/play-piece.ts; a prompt that is minted again takes the row of the one that ended. */
export const piece = onchainTable(
  'piece',
  (t) => ({
    collection: t.hex().notNull(),
    tokenId: t.bigint().notNull(),
    token: t.hex().notNull(),
    requestId: t.bigint().notNull(),
    minter: t.hex().notNull(),
    owner: t.hex().notNull(),
    feeWei: t.bigint().notNull(),
    isFeeHeld: t.boolean().notNull(),
    heldAttempt: t.integer().notNull(),
    transfers: t.integer().notNull(),
    isApproved: t.boolean().notNull(),
    isOperatorApproved: t.boolean().notNull(),
    seller: t.hex(),
    priceWei: t.bigint(),
    expiresAtSec: t.integer(),
    isEnded: t.boolean().notNull(),
    mintId: t.bigint().notNull(),
    mintedAtSec: t.integer().notNull(),
    mintTxHash: t.hex().notNull(),
    /** See lib/api/collection/piece-state.ts: a passed deadline is not in it. */
    state: t.text().notNull(),
    isForSale: t.boolean().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.collection, table.tokenId] }),
    byMint: index().on(table.mintId),
    byToken: index().on(table.token, table.mintId),
    byOwner: index().on(table.owner, table.mintId),
    byMinter: index().on(table.minter),
    bySale: index().on(table.isForSale, table.mintId),
  }),
);

/** One thing that happened to a piece. */
export const pieceEvent = onchainTable(
  'piece_event',
  (t) => ({
    id: t.bigint().primaryKey(),
    collection: t.hex().notNull(),
    tokenId: t.bigint().notNull(),
    kind: t.text().notNull(),
    requestId: t.bigint().notNull(),
    from: t.hex(),
    to: t.hex(),
    amountWei: t.bigint(),
    royaltyWei: t.bigint(),
    expiresAtSec: t.integer(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byPiece: index().on(table.collection, table.tokenId, table.id),
    byKind: index().on(table.kind, table.id),
  }),
);

/** Which piece was minted from a request last. */
export const pieceOfRequest = onchainTable('piece_of_request', (t) => ({
  requestId: t.bigint().primaryKey(),
  collection: t.hex().notNull(),
  tokenId: t.bigint().notNull(),
}));

/** Whether the market may move all pieces of an owner. */
export const marketApproval = onchainTable(
  'market_approval',
  (t) => ({ collection: t.hex().notNull(), owner: t.hex().notNull(), isApproved: t.boolean().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.collection, table.owner] }) }),
);

export const collectionRelations = relations(collection, ({ many }) => ({ pieces: many(piece) }));

export const pieceRelations = relations(piece, ({ one, many }) => ({
  inCollection: one(collection, { fields: [piece.collection], references: [collection.collection] }),
  request: one(request, { fields: [piece.requestId], references: [request.requestId] }),
  held: one(attempt, {
    fields: [piece.requestId, piece.heldAttempt],
    references: [attempt.requestId, attempt.attempt],
  }),
  events: many(pieceEvent),
}));

export const pieceEventRelations = relations(pieceEvent, ({ one }) => ({
  piece: one(piece, {
    fields: [pieceEvent.collection, pieceEvent.tokenId],
    references: [piece.collection, piece.tokenId],
  }),
}));
