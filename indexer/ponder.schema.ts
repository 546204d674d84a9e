import { index, onchainTable, primaryKey, relations } from 'ponder';

// biome-ignore lint/performance/noBarrelFile: Ponder takes its tables from this one file.
export {
  collection,
  collectionRelations,
  marketApproval,
  piece,
  pieceEvent,
  pieceEventRelations,
  pieceOfRequest,
  pieceRelations,
} from './collection-schema.ts';
export { confirmation, excuse, game, gameMove, judgement, validator, watch } from './dispute-schema.ts';
export {
  governor,
  grant,
  grantRelations,
  movement,
  objection,
  objectionRelations,
  proposal,
  proposalRelations,
  queueing,
  tranche,
  trancheRelations,
  treasury,
  vote,
  voteRelations,
} from './governance-schema.ts';
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
    /** The first version, under which it was launched. */
    modelId: t.bigint().notNull(),
    /** The newest version, which has the hashes, the bundle and the price below. */
    latestModelId: t.bigint().notNull(),
    governor: t.hex().notNull(),
    treasury: t.hex().notNull(),
    /** Where answers become tokens: its mint fees are revenue. */
    collection: t.hex(),
    mintFeeWei: t.bigint().notNull(),
    royaltyBps: t.integer().notNull(),
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
    /** Set when the sale has moved to its pool. */
    graduated: t.boolean().notNull(),
    graduatedAtSec: t.integer(),
    poolId: t.hex(),
    /** Fee of the pool in 1/1,000,000; null on the curve. */
    poolFeePips: t.integer(),
    /** Price after the last trade, the start price before the first: a candle opens here. */
    lastTradePriceWei: t.bigint().notNull(),
    lastTradeId: t.bigint(),
    tradeCount: t.integer().notNull(),
    volumeWei: t.bigint().notNull(),
    holderCount: t.integer().notNull(),
    requestCount: t.integer().notNull(),
    revenueWei: t.bigint().notNull(),
    inferenceRevenueWei: t.bigint().notNull(),
    /** All fees of trades: of the curve, of it the part against snipers, and of the pool. */
    tradingRevenueWei: t.bigint().notNull(),
    snipeRevenueWei: t.bigint().notNull(),
    poolRevenueWei: t.bigint().notNull(),
    mintRevenueWei: t.bigint().notNull(),
    royaltyRevenueWei: t.bigint().notNull(),
    /** Volume with exponential decay, as a base-2 logarithm: see src/trend.ts. */
    trendScore: t.doublePrecision().notNull(),
  }),
  (table) => ({
    modelId: index().on(table.modelId),
    creator: index().on(table.creator),
    marketCap: index().on(table.marketCapWei),
    volume: index().on(table.volumeWei),
    revenue: index().on(table.revenueWei),
    progress: index().on(table.progressBps),
    trend: index().on(table.trendScore),
  }),
);

/** Which token a curve sells. */
export const curve = onchainTable('curve', (t) => ({ curve: t.hex().primaryKey(), token: t.hex().notNull() }));

/** Which token a pool trades. */
export const pool = onchainTable('pool', (t) => ({ poolId: t.hex().primaryKey(), token: t.hex().notNull() }));

/** One trade, on the curve or in the pool. */
export const trade = onchainTable(
  'trade',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    /** curve or pool. */
    venue: t.text().notNull(),
    trader: t.hex().notNull(),
    recipient: t.hex().notNull(),
    isBuy: t.boolean().notNull(),
    weiAmount: t.bigint().notNull(),
    tokenAmount: t.bigint().notNull(),
    feeWei: t.bigint().notNull(),
    /** Part of `feeWei`: see lib/api/market/snipe-fee.ts. */
    snipeFeeWei: t.bigint().notNull(),
    priceWei: t.bigint().notNull(),
    /** Volume of the token up to and with this trade. */
    cumulativeVolumeWei: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    blockNumber: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token, table.id), byTrader: index().on(table.trader, table.id) }),
);

/** One interval in which a token was traded or earned; see lib/api/market/candle.ts. */
export const candle = onchainTable(
  'candle',
  (t) => ({
    token: t.hex().notNull(),
    intervalSec: t.integer().notNull(),
    startSec: t.integer().notNull(),
    openWei: t.bigint().notNull(),
    highWei: t.bigint().notNull(),
    lowWei: t.bigint().notNull(),
    closeWei: t.bigint().notNull(),
    volumeWei: t.bigint().notNull(),
    tradeCount: t.integer().notNull(),
    revenueWei: t.bigint().notNull(),
    inferenceRevenueWei: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.intervalSec, table.startSec] }) }),
);

/**
 * One account's balance of one token and what it cost; rows of former holders stay, with 0. The columns of a position are
 * those of lib/api/market/position.ts.
 */
export const holder = onchainTable(
  'holder',
  (t) => ({
    token: t.hex().notNull(),
    account: t.hex().notNull(),
    balance: t.bigint().notNull(),
    isExcluded: t.boolean().notNull(),
    costWei: t.bigint().notNull(),
    realisedWei: t.bigint().notNull(),
    boughtTokens: t.bigint().notNull(),
    boughtWei: t.bigint().notNull(),
    soldTokens: t.bigint().notNull(),
    soldWei: t.bigint().notNull(),
    pendingTokens: t.bigint().notNull(),
    pendingCostWei: t.bigint().notNull(),
    pendingTx: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.token, table.account] }),
    byBalance: index().on(table.token, table.balance),
    byAccount: index().on(table.account),
  }),
);

/** ETH that arrived at a token; `source` as lib/api/market/revenue-source.ts tells it from the sender. */
export const revenue = onchainTable(
  'revenue',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    from: t.hex().notNull(),
    source: t.text().notNull(),
    amount: t.bigint().notNull(),
    /** Part of a trading fee that is there against snipers. */
    snipeWei: t.bigint().notNull(),
    /** Inference and trading revenue of the token up to and with this entry. */
    cumulativeInferenceWei: t.bigint().notNull(),
    cumulativeTradingWei: t.bigint().notNull(),
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
  candles: many(candle),
  revenues: many(revenue),
  holders: many(holder),
  snapshots: many(snapshot),
}));

export const tradeRelations = relations(trade, ({ one }) => ({
  model: one(model, { fields: [trade.token], references: [model.token] }),
}));

export const candleRelations = relations(candle, ({ one }) => ({
  model: one(model, { fields: [candle.token], references: [model.token] }),
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
