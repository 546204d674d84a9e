import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { address, pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { voteFields, voteSchema } from './fields.ts';
import type { AccountVote } from './types.ts';

const schema = z.object({
  votes: pageOf(voteSchema.and(z.object({ proposal: z.object({ token: address, description: z.string() }) }))),
});

/**
 * The votes of an account in all models, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listAccountVotes(
  api: ApiContext,
  account: Address,
  { limit = 50 }: { limit?: number } = {},
): Promise<Read<AccountVote[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($voter: String!, $limit: Int!)',
        fields: `votes(where: {voter: $voter}, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { ${voteFields} proposal { token description } }
        }`,
        variables: { voter: account.toLowerCase(), limit },
        schema,
      });
      const votes = data.votes.items.map(({ proposal, ...vote }): AccountVote => ({ ...vote, ...proposal }));
      return { data: votes, ...at };
    },
    chain: async () => {
      const { readAccountVotes } = await import('./read-votes.ts');
      const { data, blockNumber } = await readAccountVotes(api, account);
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}
