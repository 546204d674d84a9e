import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { address, integer, pageOf } from './fields.ts';
import { holderTagOf } from './market/holder-tag.ts';
import { knownAccounts } from './market/known-accounts.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Holder, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

const schema = z.object({
  holders: pageOf(
    z.object({
      token: address,
      account: address,
      balance: integer,
      isExcluded: z.boolean(),
      model: z.object({ curve: address, vesting: address.nullable(), treasury: address, creator: address }),
    }),
  ),
});

const FIELDS = `holders(where: $where, orderBy: "balance", orderDirection: "desc", limit: $limit) {
  items { token account balance isExcluded model { curve vesting treasury creator } }
}`;

/**
 * Who holds a token, most first. Excluded accounts (curve, vesting, pool, the token itself) are marked, and accounts that
 * are more than an account say what they are.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listHolders(
  api: ApiContext,
  token: Address,
  { limit = 100 }: { limit?: number } = {},
): Promise<Read<Holder[]>> {
  return withFallback(api, {
    indexer: () => queryHolders(api, { where: { token: token.toLowerCase(), balance_gt: '0' }, limit }),
    chain: async () => {
      const { readHolders } = await import('./chain/read-holders.ts');
      const { data, blockNumber } = await readHolders(api, { token });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}

/**
 * What an account holds of launched tokens, largest amount first. With cost and profit: `listPositions`.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listHoldings(
  api: ApiContext,
  account: Address,
  { limit = 200 }: { limit?: number } = {},
): Promise<Read<Holder[]>> {
  return withFallback(api, {
    indexer: () => queryHolders(api, { where: { account: account.toLowerCase(), balance_gt: '0' }, limit }),
    chain: async () => {
      const { readHolders } = await import('./chain/read-holders.ts');
      const { data, blockNumber } = await readHolders(api, { account });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}

async function queryHolders(api: ApiContext, variables: { where: Record<string, string>; limit: number }) {
  const head = '($where: holderFilter, $limit: Int!)';
  const { data, ...at } = await queryIndexer(api, { head, fields: FIELDS, variables, schema });
  const holders = data.holders.items.map(
    ({ model, ...holder }): Holder => ({
      ...holder,
      tag: holderTagOf(holder.account, knownAccounts(api.deployment, { token: holder.token, ...model })),
    }),
  );
  return { data: holders, ...at };
}
