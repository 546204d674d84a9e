import { z } from 'zod';
import { address, hex, integer, pageOf } from '../fields.ts';
import {
  type GrantDetail,
  type MovementRow,
  type ProposalDetail,
  type ProposalRow,
  SUPPORTS,
  TRANCHE_STATES,
} from './types.ts';

const int = z.number().int();

/** GraphQL fields of one proposal without its votes. */
export const proposalFields = `
  id token governor proposalId proposer targets valuesWei calldatas description descriptionHash timelockId createdAtSec
  snapshotSec deadlineSec isExtended forVotes againstVotes abstainVotes voterCount queuedAtSec etaSec executedAtSec
  cancelledAtSec createdTx queuedTx executedTx cancelledTx`;

const proposalShape = {
  id: z.string(),
  token: address,
  governor: address,
  proposalId: integer,
  proposer: address,
  targets: z.array(address),
  valuesWei: z.array(integer),
  calldatas: z.array(hex),
  description: z.string(),
  descriptionHash: hex,
  timelockId: hex,
  createdAtSec: int,
  snapshotSec: int,
  deadlineSec: int,
  isExtended: z.boolean(),
  forVotes: integer,
  againstVotes: integer,
  abstainVotes: integer,
  voterCount: int,
  queuedAtSec: int.nullable(),
  etaSec: int.nullable(),
  executedAtSec: int.nullable(),
  cancelledAtSec: int.nullable(),
  createdTx: hex,
  queuedTx: hex.nullable(),
  executedTx: hex.nullable(),
  cancelledTx: hex.nullable(),
};

/** One proposal as the indexer gives it. */
export const proposalSchema = z.object(proposalShape).transform((row): ProposalRow => row);

/** Votes of a proposal that are read at once. */
export const MAX_VOTES = 500;

/** GraphQL fields of one vote. */
export const voteFields = 'id governor proposalId voter support weight reason atSec txHash';

/** GraphQL fields of one proposal with its newest votes. */
export const proposalDetailFields = `${proposalFields}
  votes(orderBy: "id", orderDirection: "desc", limit: ${MAX_VOTES}) { items { ${voteFields} } }`;

/** One vote as the indexer gives it. */
export const voteSchema = z.object({
  id: z.string(),
  governor: address,
  proposalId: integer,
  voter: address,
  support: z.enum(SUPPORTS),
  weight: integer,
  reason: z.string(),
  atSec: int,
  txHash: hex,
});

/** One proposal with its votes as the indexer gives it. */
export const proposalDetailSchema = z
  .object({ ...proposalShape, votes: pageOf(voteSchema) })
  .transform(({ votes, ...row }): ProposalDetail => ({ ...row, votes: votes.items }));

/** GraphQL fields of one grant with its tranches, of which it has at most 16. */
export const grantFields = `
  id token treasury grantId recipient currency title openUntilSec isEnded releasedAmount returnedAmount openedAtSec openedTx
  tranches(orderBy: "tranche", orderDirection: "asc", limit: 16) {
    items {
      grantId tranche amount milestone state evidenceURI announcedAtSec vetoUntilSec objectedVotes objectorCount
      settledAtSec settledTx
    }
  }`;

/** One grant as the indexer gives it. */
export const grantSchema = z
  .object({
    id: z.string(),
    token: address,
    treasury: address,
    grantId: integer,
    recipient: address,
    currency: address,
    title: z.string(),
    openUntilSec: int,
    isEnded: z.boolean(),
    releasedAmount: integer,
    returnedAmount: integer,
    openedAtSec: int,
    openedTx: hex,
    tranches: pageOf(
      z.object({
        grantId: integer,
        tranche: int,
        amount: integer,
        milestone: z.string(),
        state: z.enum(TRANCHE_STATES),
        evidenceURI: z.string().nullable(),
        announcedAtSec: int.nullable(),
        vetoUntilSec: int.nullable(),
        objectedVotes: integer,
        objectorCount: int,
        settledAtSec: int.nullable(),
        settledTx: hex.nullable(),
      }),
    ),
  })
  .transform(({ tranches, ...row }): GrantDetail => ({ ...row, tranches: tranches.items }));

/** GraphQL fields of one movement of a treasury. */
export const movementFields = 'id token kind currency amount target data proposalId grantId atSec txHash';

/** One movement as the indexer gives it. */
export const movementSchema = z
  .object({
    id: z.string(),
    token: address,
    kind: z.enum(['raise', 'returned', 'call']),
    currency: address,
    amount: integer,
    target: address.nullable(),
    data: hex.nullable(),
    proposalId: integer.nullable(),
    grantId: integer.nullable(),
    atSec: int,
    txHash: hex,
  })
  .transform((row): MovementRow => row);
