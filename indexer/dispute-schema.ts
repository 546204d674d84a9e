import { index, onchainTable, primaryKey } from 'ponder';

// Dispute games and validators. Units as in ponder.schema.ts.

/** One dispute game, carried on by lib/api/dispute/replay-game.ts. */
export const game = onchainTable(
  'game',
  (t) => ({
    gameId: t.bigint().primaryKey(),
    requestId: t.bigint().notNull(),
    attempt: t.integer().notNull(),
    challenger: t.hex().notNull(),
    asserter: t.hex().notNull(),
    phase: t.text().notNull(),
    steps: t.integer().notNull(),
    bondWei: t.bigint().notNull(),
    openedAtSec: t.integer().notNull(),
    movedAtSec: t.integer().notNull(),
    asserterUsedSec: t.integer().notNull(),
    challengerUsedSec: t.integer().notNull(),
    step: t.integer(),
    tensor: t.integer(),
    element: t.integer(),
    fraud: t.text(),
    timedOut: t.hex(),
    outcome: t.text(),
    winner: t.hex(),
    paidWei: t.bigint(),
    burntWei: t.bigint(),
    settledAtSec: t.integer(),
    moveCount: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byRequest: index().on(table.requestId, table.gameId),
    byPhase: index().on(table.phase),
    byChallenger: index().on(table.challenger),
    byAsserter: index().on(table.asserter),
  }),
);

/** One move of a game. `phase` is whose move it is afterwards. */
export const gameMove = onchainTable(
  'game_move',
  (t) => ({
    id: t.bigint().primaryKey(),
    gameId: t.bigint().notNull(),
    kind: t.text().notNull(),
    by: t.hex(),
    phase: t.text().notNull(),
    children: t.hex().array().notNull(),
    carried: t.hex().array().notNull(),
    index: t.integer(),
    height: t.integer(),
    node: t.hex(),
    atSec: t.integer().notNull(),
    blockNumber: t.bigint().notNull(),
    txHash: t.hex().notNull(),
    gasUsed: t.bigint().notNull(),
  }),
  (table) => ({ byGame: index().on(table.gameId, table.id) }),
);

/** One member of the validator pool, or a former one. */
export const validator = onchainTable('validator', (t) => ({
  address: t.hex().primaryKey(),
  /** active, leaving or left. */
  status: t.text().notNull(),
  stakeWei: t.bigint().notNull(),
  freeAtSec: t.integer(),
  /** Models it watches now. */
  watchedCount: t.integer().notNull(),
  confirmedCount: t.integer().notNull(),
  attentiveCount: t.integer().notNull(),
  missedCount: t.integer().notNull(),
  penaltyWei: t.bigint().notNull(),
  lastSeenSec: t.integer().notNull(),
}));

/** One validator's commitment to an answer it was drawn for. */
export const confirmation = onchainTable(
  'confirmation',
  (t) => ({
    requestId: t.bigint().notNull(),
    attempt: t.integer().notNull(),
    validator: t.hex().notNull(),
    commitment: t.hex().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.requestId, table.attempt, table.validator] }),
    byValidator: index().on(table.validator),
  }),
);

/** A model that a validator watches now. */
export const watch = onchainTable(
  'watch',
  (t) => ({ modelId: t.bigint().notNull(), validator: t.hex().notNull(), sinceSec: t.integer().notNull() }),
  (table) => ({
    pk: primaryKey({ columns: [table.modelId, table.validator] }),
    byValidator: index().on(table.validator),
  }),
);

/** A drawn validator that challenged the answer, and so need not confirm it. */
export const excuse = onchainTable(
  'excuse',
  (t) => ({
    requestId: t.bigint().notNull(),
    attempt: t.integer().notNull(),
    validator: t.hex().notNull(),
    gameId: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.requestId, table.attempt, table.validator] }),
    byValidator: index().on(table.validator),
  }),
);

/** Whether a drawn validator had paid attention to a final answer. */
export const judgement = onchainTable(
  'judgement',
  (t) => ({
    requestId: t.bigint().notNull(),
    validator: t.hex().notNull(),
    isAttentive: t.boolean().notNull(),
    penaltyWei: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.requestId, table.validator] }),
    byValidator: index().on(table.validator),
  }),
);
