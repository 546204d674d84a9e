import { index, onchainTable, primaryKey, relations } from 'ponder';

// biome-ignore lint/performance/noBarrelFile: Ponder takes its tables from this one file.
export { confirmation, excuse, game, gameMove, judgement, validator, watch } from './dispute-schema.ts';
export {
  attempt,
  attemptRelations,
  gameMoveRelations,
  gameRelations,
  operator,
  oracleModel,
  request,
  requestEvent,
  requestEventRelations,
  requestRelations,
} from './oracle-schema.ts';

// Token amounts have 18 decimals, prices are wei for one whole token, times Unix seconds of the chain. Ids of rows that
// stand for an event are the indexer's event ids as numbers: 75 digits in the order of the chain, time first.

/** One launched model: its terms, and running totals kept by the handlers. */
export const model = onchainTable(
  'model',
  (t) => ({
    token: t.hex().primaryKey(),
    name: t.text().notNull(),
    symbol: t.text().notNull(),
    contractURI: t.text().notNull(),
    creator: t.hex().notNull(),
    curve: t.hex().notNull(),
    vesting: t.hex(),
    modelId: t.bigint().notNull(),
    modelHash: t.hex().notNull(),
    programHash: t.hex().notNull(),
    bundleURI: t.text().notNull(),
    inferencePriceWei: t.bigint().notNull(),
    saleBps: t.integer().notNull(),
    liquidityBps: t.integer().notNull(),
    creatorBps: t.integer().notNull(),
    treasuryBps: t.integer().notNull(),
    claimableBps: t.integer().notNull(),
    targetWei: t.bigint().notNull(),
    releasePeriodSec: t.integer().notNull(),
    snapshotIntervalSec: t.integer().notNull(),
    cliffSec: t.integer().notNull(),
    vestingSec: t.integer().notNull(),
    snipeFeeBps: t.integer().notNull(),
    snipeDurationSec: t.integer().notNull(),
    launchedAtSec: t.integer().notNull(),
    launchBlock: t.bigint().notNull(),
    launchTxHash: t.hex().notNull(),
    /** Lower-case name, symbol and addresses, for searching. */
    searchText: t.text().notNull(),
    /** The curve's shape; fixed at launch. */
    virtualWei: t.bigint().notNull(),
    virtualTokens: t.bigint().notNull(),
    saleSupply: t.bigint().notNull(),
    totalSupply: t.bigint().notNull(),
    startPriceWei: t.bigint().notNull(),
    tokenPriceWei: t.bigint().notNull(),
    marketCapWei: t.bigint().notNull(),
    reserveWei: t.bigint().notNull(),
    tokensSold: t.bigint().notNull(),
    progressBps: t.integer().notNull(),
    complete: t.boolean().notNull(),
    tradeCount: t.integer().notNull(),
    volumeWei: t.bigint().notNull(),
    holderCount: t.integer().notNull(),
    requestCount: t.integer().notNull(),
    revenueWei: t.bigint().notNull(),
    inferenceRevenueWei: t.bigint().notNull(),
    tradingRevenueWei: t.bigint().notNull(),
    /** Volume with exponential decay, as a base-2 logarithm: see src/trend.ts. */
    trendScore: t.doublePrecision().notNull(),
  }),
  (table) => ({
    curve: index().on(table.curve),
    modelId: index().on(table.modelId),
    creator: index().on(table.creator),
  }),
);

/** One trade on a curve. */
export const trade = onchainTable(
  'trade',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    trader: t.hex().notNull(),
    recipient: t.hex().notNull(),
    isBuy: t.boolean().notNull(),
    weiAmount: t.bigint().notNull(),
    tokenAmount: t.bigint().notNull(),
    feeWei: t.bigint().notNull(),
    priceWei: t.bigint().notNull(),
    /** Volume of the token up to and with this trade. */
    cumulativeVolumeWei: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    blockNumber: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token, table.id), byTrader: index().on(table.trader, table.id) }),
);

/** Last price and volume of each hour in which a token was traded. */
export const modelHour = onchainTable(
  'model_hour',
  (t) => ({
    token: t.hex().notNull(),
    hourSec: t.integer().notNull(),
    closePriceWei: t.bigint().notNull(),
    volumeWei: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.hourSec] }) }),
);

/** One account's balance of one token; rows of former holders stay, with 0. */
export const holder = onchainTable(
  'holder',
  (t) => ({
    token: t.hex().notNull(),
    account: t.hex().notNull(),
    balance: t.bigint().notNull(),
    isExcluded: t.boolean().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.token, table.account] }),
    byBalance: index().on(table.token, table.balance),
    byAccount: index().on(table.account),
  }),
);

/** ETH that arrived at a token: `inference` from the oracle, `trading` from its curve, else `other`. */
export const revenue = onchainTable(
  'revenue',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    from: t.hex().notNull(),
    source: t.text().notNull(),
    amount: t.bigint().notNull(),
    /** Inference revenue of the token up to and with this entry. */
    cumulativeInferenceWei: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token, table.id) }),
);

/** One revenue snapshot. */
export const snapshot = onchainTable(
  'snapshot',
  (t) => ({
    token: t.hex().notNull(),
    snapshotId: t.bigint().notNull(),
    recordTimeSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.snapshotId] }) }),
);

/** What a snapshot shares of one currency. */
export const snapshotAmount = onchainTable(
  'snapshot_amount',
  (t) => ({
    token: t.hex().notNull(),
    snapshotId: t.bigint().notNull(),
    currency: t.hex().notNull(),
    amount: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.snapshotId, table.currency] }) }),
);

/** One paid claim. */
export const claim = onchainTable(
  'claim',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    account: t.hex().notNull(),
    snapshotId: t.bigint().notNull(),
    currency: t.hex().notNull(),
    amount: t.bigint().notNull(),
    wrapped: t.boolean().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account, table.id), byToken: index().on(table.token, table.id) }),
);

/** One payment from the redeem pool to someone who burned tokens. */
export const redemption = onchainTable(
  'redemption',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    account: t.hex().notNull(),
    currency: t.hex().notNull(),
    burned: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    wrapped: t.boolean().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account, table.id) }),
);

export const modelRelations = relations(model, ({ many }) => ({
  trades: many(trade),
  hours: many(modelHour),
  revenues: many(revenue),
  holders: many(holder),
  snapshots: many(snapshot),
}));

export const tradeRelations = relations(trade, ({ one }) => ({
  model: one(model, { fields: [trade.token], references: [model.token] }),
}));

export const modelHourRelations = relations(modelHour, ({ one }) => ({
  model: one(model, { fields: [modelHour.token], references: [model.token] }),
}));

export const revenueRelations = relations(revenue, ({ one }) => ({
  model: one(model, { fields: [revenue.token], references: [model.token] }),
}));

export const holderRelations = relations(holder, ({ one }) => ({
  model: one(model, { fields: [holder.token], references: [model.token] }),
}));

export const snapshotRelations = relations(snapshot, ({ one, many }) => ({
  model: one(model, { fields: [snapshot.token], references: [model.token] }),
  amounts: many(snapshotAmount),
}));

export const snapshotAmountRelations = relations(snapshotAmount, ({ one }) => ({
  snapshot: one(snapshot, {
    fields: [snapshotAmount.token, snapshotAmount.snapshotId],
    references: [snapshot.token, snapshot.snapshotId],
  }),
}));
