import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import { REVENUE_SOURCES } from './market/revenue-source.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Read, RevenueEntry } from './types.ts';
import { withFallback } from './with-fallback.ts';

const schema = z.object({
  revenues: pageOf(
    z.object({
      id: z.string(),
      token: address,
      from: address,
      source: z.enum(REVENUE_SOURCES),
      amount: integer,
      snipeWei: integer,
      atSec: z.number().int(),
      txHash: hex,
    }),
  ),
});

/**
 * ETH that arrived at a token, newest first; `before` is the id of the last entry of the page before.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listRevenue(
  api: ApiContext,
  token: Address,
  { limit = 200, before }: { limit?: number; before?: string } = {},
): Promise<Read<RevenueEntry[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: revenueFilter, $limit: Int!)',
        fields: `revenues(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { id token from source amount snipeWei atSec txHash }
        }`,
        variables: {
          where: { token: token.toLowerCase(), ...(before === undefined ? {} : { id_lt: before }) },
          limit,
        },
        schema,
      });
      return { data: data.revenues.items, ...at };
    },
    chain: async () => {
      const { readRevenue } = await import('./chain/read-revenue.ts');
      const { data, blockNumber } = await readRevenue(api, token);
      const newestFirst = data.toReversed().filter(({ id }) => before === undefined || BigInt(id) < BigInt(before));
      return { data: newestFirst.slice(0, limit), blockNumber };
    },
  });
}
