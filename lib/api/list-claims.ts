import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import type { ClaimRow, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

const schema = z.object({
  claims: pageOf(
    z.object({
      id: z.string(),
      token: address,
      account: address,
      snapshotId: integer,
      currency: address,
      amount: integer,
      wrapped: z.boolean(),
      atSec: z.number().int(),
      txHash: hex,
    }),
  ),
});

/** Whose claims, of which token; neither means all. */
export type ListClaimsOptions = { account?: Address; token?: Address; limit?: number };

/**
 * Paid claims, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listClaims(
  api: ApiContext,
  { account, token, limit = 200 }: ListClaimsOptions = {},
): Promise<Read<ClaimRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: claimFilter, $limit: Int!)',
        fields: `claims(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { id token account snapshotId currency amount wrapped atSec txHash }
        }`,
        variables: {
          where: {
            ...(account === undefined ? {} : { account: account.toLowerCase() }),
            ...(token === undefined ? {} : { token: token.toLowerCase() }),
          },
          limit,
        },
        schema,
      });
      return { data: data.claims.items, ...at };
    },
    chain: async () => {
      const { readClaims } = await import('./chain/read-claims.ts');
      const { data, blockNumber } = await readClaims(api, { account, token });
      return { data: data.toReversed().slice(0, limit), blockNumber };
    },
  });
}
