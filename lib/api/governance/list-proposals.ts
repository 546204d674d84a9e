import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { findWithFallback, withFallback } from '../with-fallback.ts';
import { proposalDetailFields, proposalDetailSchema, proposalFields, proposalSchema } from './fields.ts';
import type { ProposalDetail, ProposalRow } from './types.ts';

/** `before` is the id of the last proposal of the page before. */
export type ListProposalsOptions = { limit?: number; before?: string };

/**
 * The proposals of a model, newest first. Empty for an unknown token.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listProposals(
  api: ApiContext,
  token: Address,
  { limit = 50, before }: ListProposalsOptions = {},
): Promise<Read<ProposalRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: proposalFilter, $limit: Int!)',
        fields: `proposals(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { ${proposalFields} }
        }`,
        variables: { where: { token: token.toLowerCase(), ...(before === undefined ? {} : { id_lt: before }) }, limit },
        schema: z.object({ proposals: pageOf(proposalSchema) }),
      });
      return { data: data.proposals.items, ...at };
    },
    chain: async () => {
      const { readProposals } = await import('./read-proposals.ts');
      const { data, blockNumber } = await readProposals(api, { token });
      const page = data.filter(({ id }) => before === undefined || BigInt(id) < BigInt(before)).slice(0, limit);
      return { data: page.map(({ votes: _, ...row }): ProposalRow => row), blockNumber };
    },
  });
}

/**
 * One proposal of a model with its votes; null for an unknown one.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function getProposal(
  api: ApiContext,
  { token, proposalId }: { token: Address; proposalId: bigint },
): Promise<Read<ProposalDetail | null>> {
  return findWithFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: proposalFilter)',
        fields: `proposals(where: $where, limit: 1) { items { ${proposalDetailFields} } }`,
        variables: { where: { token: token.toLowerCase(), proposalId: proposalId.toString() } },
        schema: z.object({ proposals: pageOf(proposalDetailSchema) }),
      });
      return { data: data.proposals.items[0] ?? null, ...at };
    },
    chain: async () => {
      const { readProposals } = await import('./read-proposals.ts');
      const { data, blockNumber } = await readProposals(api, { token });
      return { data: data.find((row) => row.proposalId === proposalId) ?? null, blockNumber };
    },
  });
}
