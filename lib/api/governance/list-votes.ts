import { type Address, isAddressEqual } from 'viem';
import { z } from 'zod';
import { readLaunches } from '../chain/read-launches.ts';
import { readHead } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import { address, pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { voteFields, voteSchema } from './fields.ts';
import { readProposals } from './read-proposals.ts';
import type { VoteRow } from './types.ts';

/** A vote with what it was about. */
export type AccountVote = VoteRow & { token: Address; description: string };

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
      const head = await readHead(api);
      const launches = await readLaunches(api, { head });
      const found = await Promise.all(launches.map(({ token }) => readProposals(api, { token })));
      const votes = found.flatMap(({ data }) =>
        data.flatMap(({ token, description, votes: cast }) =>
          cast
            .filter(({ voter }) => isAddressEqual(voter, account))
            .map((vote): AccountVote => ({ ...vote, token, description })),
        ),
      );
      votes.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
      return { data: votes.slice(0, limit), blockNumber: head };
    },
  });
}
