import type { Address } from 'viem';
import { z } from 'zod';
import { readHolders } from './chain/read-holders.ts';
import type { ApiContext } from './context.ts';
import { address, integer, pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Holder, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

const schema = z.object({
  holders: pageOf(z.object({ token: address, account: address, balance: integer, isExcluded: z.boolean() })),
});

const FIELDS = `holders(where: $where, orderBy: "balance", orderDirection: "desc", limit: $limit) {
  items { token account balance isExcluded }
}`;

/**
 * Who holds a token, most first; excluded accounts (curve, vesting, the token itself) are marked.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listHolders(
  api: ApiContext,
  token: Address,
  { limit = 100 }: { limit?: number } = {},
): Promise<Read<Holder[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: holderFilter, $limit: Int!)',
        fields: FIELDS,
        variables: { where: { token: token.toLowerCase(), balance_gt: '0' }, limit },
        schema,
      });
      return { data: data.holders.items, ...at };
    },
    chain: async () => {
      const { data, blockNumber } = await readHolders(api, { token });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}

/**
 * What an account holds of launched tokens, largest amount first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listHoldings(
  api: ApiContext,
  account: Address,
  { limit = 200 }: { limit?: number } = {},
): Promise<Read<Holder[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: holderFilter, $limit: Int!)',
        fields: FIELDS,
        variables: { where: { account: account.toLowerCase(), balance_gt: '0' }, limit },
        schema,
      });
      return { data: data.holders.items, ...at };
    },
    chain: async () => {
      const { data, blockNumber } = await readHolders(api, { account });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}
