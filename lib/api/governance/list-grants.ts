import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { grantFields, grantSchema } from './fields.ts';
import type { GrantDetail } from './types.ts';

/**
 * The grants that a model's holders have voted for, newest first, with their milestones.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listGrants(
  api: ApiContext,
  token: Address,
  { limit = 100 }: { limit?: number } = {},
): Promise<Read<GrantDetail[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($token: String!, $limit: Int!)',
        fields: `grants(where: {token: $token}, orderBy: "grantId", orderDirection: "desc", limit: $limit) {
          items { ${grantFields} }
        }`,
        variables: { token: token.toLowerCase(), limit },
        schema: z.object({ grants: pageOf(grantSchema) }),
      });
      return { data: data.grants.items, ...at };
    },
    chain: async () => {
      const { readGrants } = await import('./read-grants.ts');
      const { data, blockNumber } = await readGrants(api, { token });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}
