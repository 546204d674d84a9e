import { index, onchainTable, primaryKey, relations } from 'ponder';
import { game, gameMove } from './dispute-schema.ts';

// Models, requests, answers and operators of the oracle. Units as in ponder.schema.ts.

/** One model of the oracle's registry, launched or not. */
export const oracleModel = onchainTable('oracle_model', (t) => ({
  modelId: t.bigint().primaryKey(),
  modelHash: t.hex().notNull(),
  programHash: t.hex().notNull(),
  receiver: t.hex().notNull(),
  priceWei: t.bigint().notNull(),
  uri: t.text().notNull(),
  /** The id of the first version: its own id for one that has no older. */
  originId: t.bigint().notNull(),
}));

/** One inference request; `status` has the contract's names. */
export const request = onchainTable(
  'request',
  (t) => ({
    requestId: t.bigint().primaryKey(),
    modelId: t.bigint().notNull(),
    token: t.hex(),
    payer: t.hex().notNull(),
    status: t.text().notNull(),
    input: t.hex().notNull(),
    output: t.hex(),
    traceRoot: t.hex(),
    operator: t.hex(),
    bondWei: t.bigint().notNull(),
    /** Answers posted so far. */
    attempt: t.integer().notNull(),
    assignedOperator: t.hex(),
    assignedUntilSec: t.integer().notNull(),
    feeWei: t.bigint().notNull(),
    operatorWei: t.bigint(),
    modelWei: t.bigint(),
    requestedAtSec: t.integer().notNull(),
    deadlineSec: t.integer().notNull(),
    finalizableAtSec: t.integer(),
    callbackContract: t.hex(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byToken: index().on(table.token, table.requestId),
    byPayer: index().on(table.payer, table.requestId),
  }),
);

/** One step of a request's life. */
export const requestEvent = onchainTable(
  'request_event',
  (t) => ({
    id: t.bigint().primaryKey(),
    requestId: t.bigint().notNull(),
    kind: t.text().notNull(),
    detail: t.text(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byRequest: index().on(table.requestId, table.id) }),
);

/** One account that staked or answered. */
export const operator = onchainTable('operator', (t) => ({
  address: t.hex().primaryKey(),
  freeStakeWei: t.bigint().notNull(),
  bondedWei: t.bigint().notNull(),
  answeredCount: t.integer().notNull(),
  finalizedCount: t.integer().notNull(),
  voidedCount: t.integer().notNull(),
  earnedWei: t.bigint().notNull(),
  /** Bonds lost to challengers and burnt. */
  slashedWei: t.bigint().notNull(),
  lastSeenSec: t.integer().notNull(),
}));

/** One answer to a request. A voided one stays; `attempt` counts from 1. */
export const attempt = onchainTable(
  'attempt',
  (t) => ({
    requestId: t.bigint().notNull(),
    attempt: t.integer().notNull(),
    operator: t.hex().notNull(),
    output: t.hex().notNull(),
    traceRoot: t.hex().notNull(),
    bondWei: t.bigint().notNull(),
    postedAtSec: t.integer().notNull(),
    finalizableAtSec: t.integer().notNull(),
    /** standing, voided or final. */
    outcome: t.text().notNull(),
    challenger: t.hex(),
    rewardWei: t.bigint(),
    burntWei: t.bigint(),
    txHash: t.hex().notNull(),
    endTxHash: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.requestId, table.attempt] }),
    byOperator: index().on(table.operator),
  }),
);

export const requestRelations = relations(request, ({ many }) => ({
  events: many(requestEvent),
  attempts: many(attempt),
  games: many(game),
}));

export const requestEventRelations = relations(requestEvent, ({ one }) => ({
  request: one(request, { fields: [requestEvent.requestId], references: [request.requestId] }),
}));

export const attemptRelations = relations(attempt, ({ one }) => ({
  request: one(request, { fields: [attempt.requestId], references: [request.requestId] }),
}));

export const gameRelations = relations(game, ({ one, many }) => ({
  request: one(request, { fields: [game.requestId], references: [request.requestId] }),
  moves: many(gameMove),
}));

export const gameMoveRelations = relations(gameMove, ({ one }) => ({
  game: one(game, { fields: [gameMove.gameId], references: [game.gameId] }),
}));
