import { index, onchainTable, primaryKey, relations } from 'ponder';

// Votes, grants and treasuries. Units as in ponder.schema.ts; columns as lib/api/governance/types.ts names them.

/** Which token's holders vote at a governor. */
export const governor = onchainTable('governor', (t) => ({ governor: t.hex().primaryKey(), token: t.hex().notNull() }));

/** Which token's holders own a treasury together. */
export const treasury = onchainTable('treasury', (t) => ({ treasury: t.hex().primaryKey(), token: t.hex().notNull() }));

/** One proposal, carried on by lib/api/governance/replay-proposal.ts. */
export const proposal = onchainTable(
  'proposal',
  (t) => ({
    id: t.bigint().notNull(),
    token: t.hex().notNull(),
    governor: t.hex().notNull(),
    /** The same calls and text have the same id at every governor. */
    proposalId: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    targets: t.hex().array().notNull(),
    valuesWei: t.text().array().notNull(),
    calldatas: t.hex().array().notNull(),
    description: t.text().notNull(),
    descriptionHash: t.hex().notNull(),
    timelockId: t.hex().notNull(),
    createdAtSec: t.integer().notNull(),
    snapshotSec: t.integer().notNull(),
    deadlineSec: t.integer().notNull(),
    isExtended: t.boolean().notNull(),
    forVotes: t.bigint().notNull(),
    againstVotes: t.bigint().notNull(),
    abstainVotes: t.bigint().notNull(),
    voterCount: t.integer().notNull(),
    queuedAtSec: t.integer(),
    etaSec: t.integer(),
    executedAtSec: t.integer(),
    cancelledAtSec: t.integer(),
    createdTx: t.hex().notNull(),
    queuedTx: t.hex(),
    executedTx: t.hex(),
    cancelledTx: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.governor, table.proposalId] }),
    byToken: index().on(table.token, table.id),
    byProposer: index().on(table.proposer),
  }),
);

/** Which proposal a treasury's operation is; its salt makes the id one governor's own. */
export const queueing = onchainTable('queueing', (t) => ({
  timelockId: t.hex().primaryKey(),
  governor: t.hex().notNull(),
  proposalId: t.bigint().notNull(),
}));

/** One vote on a proposal. */
export const vote = onchainTable(
  'vote',
  (t) => ({
    id: t.bigint().notNull(),
    governor: t.hex().notNull(),
    proposalId: t.bigint().notNull(),
    voter: t.hex().notNull(),
    /** for, against or abstain. */
    support: t.text().notNull(),
    weight: t.bigint().notNull(),
    reason: t.text().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.governor, table.proposalId, table.voter] }),
    byVoter: index().on(table.voter),
  }),
);

/** One grant, carried on by lib/api/governance/replay-grant.ts. */
export const grant = onchainTable(
  'model_grant',
  (t) => ({
    id: t.bigint().notNull(),
    token: t.hex().notNull(),
    treasury: t.hex().notNull(),
    grantId: t.bigint().primaryKey(),
    recipient: t.hex().notNull(),
    currency: t.hex().notNull(),
    title: t.text().notNull(),
    openUntilSec: t.integer().notNull(),
    isEnded: t.boolean().notNull(),
    releasedAmount: t.bigint().notNull(),
    returnedAmount: t.bigint().notNull(),
    openedAtSec: t.integer().notNull(),
    openedTx: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token, table.grantId), byRecipient: index().on(table.recipient) }),
);

/** One milestone of a grant. */
export const tranche = onchainTable(
  'tranche',
  (t) => ({
    grantId: t.bigint().notNull(),
    tranche: t.integer().notNull(),
    amount: t.bigint().notNull(),
    milestone: t.text().notNull(),
    state: t.text().notNull(),
    evidenceURI: t.text(),
    announcedAtSec: t.integer(),
    vetoUntilSec: t.integer(),
    objectedVotes: t.bigint().notNull(),
    objectorCount: t.integer().notNull(),
    settledAtSec: t.integer(),
    settledTx: t.hex(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.grantId, table.tranche] }) }),
);

/** One holder's objection to an announced tranche. */
export const objection = onchainTable(
  'objection',
  (t) => ({
    id: t.bigint().notNull(),
    grantId: t.bigint().notNull(),
    tranche: t.integer().notNull(),
    account: t.hex().notNull(),
    votes: t.bigint().notNull(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.grantId, table.tranche, table.account] }) }),
);

/** Money of a treasury that events tell of. */
export const movement = onchainTable(
  'movement',
  (t) => ({
    id: t.bigint().primaryKey(),
    token: t.hex().notNull(),
    /** raise, returned or call. */
    kind: t.text().notNull(),
    currency: t.hex().notNull(),
    amount: t.bigint().notNull(),
    target: t.hex(),
    data: t.hex(),
    proposalId: t.bigint(),
    grantId: t.bigint(),
    atSec: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.token, table.id) }),
);

export const proposalRelations = relations(proposal, ({ many }) => ({ votes: many(vote) }));

export const voteRelations = relations(vote, ({ one }) => ({
  proposal: one(proposal, {
    fields: [vote.governor, vote.proposalId],
    references: [proposal.governor, proposal.proposalId],
  }),
}));

export const grantRelations = relations(grant, ({ many }) => ({ tranches: many(tranche) }));

export const trancheRelations = relations(tranche, ({ one, many }) => ({
  grant: one(grant, { fields: [tranche.grantId], references: [grant.grantId] }),
  objections: many(objection),
}));

export const objectionRelations = relations(objection, ({ one }) => ({
  tranche: one(tranche, {
    fields: [objection.grantId, objection.tranche],
    references: [tranche.grantId, tranche.tranche],
  }),
}));
