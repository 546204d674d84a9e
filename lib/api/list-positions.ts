import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { address, integer, pageOf } from './fields.ts';
import { positionRow, sortPositions } from './market/position-row.ts';
import { queryIndexer } from './query-indexer.ts';
import type { PositionRow, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

/** As many as the indexer gives at once. */
const MAX_POSITIONS = 1_000;

const schema = z.object({
  holders: pageOf(
    z
      .object({
        token: address,
        balance: integer,
        costWei: integer,
        realisedWei: integer,
        boughtTokens: integer,
        boughtWei: integer,
        soldTokens: integer,
        soldWei: integer,
        model: z.object({ name: z.string(), symbol: z.string(), tokenPriceWei: integer }),
      })
      .transform(({ model, ...row }) => positionRow({ ...row, ...model })),
  ),
});

/**
 * The portfolio of an account: every launched token that it holds or has traded, most valuable first, with average cost
 * and profit. Sums over it: `portfolioTotals`. Read from the chain it is replayed from events, to the same numbers.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listPositions(api: ApiContext, account: Address): Promise<Read<PositionRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($account: String!, $limit: Int!)',
        fields: `holders(where: {account: $account}, orderBy: "balance", orderDirection: "desc", limit: $limit) {
          items {
            token balance costWei realisedWei boughtTokens boughtWei soldTokens soldWei
            model { name symbol tokenPriceWei }
          }
        }`,
        variables: { account: account.toLowerCase(), limit: MAX_POSITIONS },
        schema,
      });
      return { data: sortPositions(data.holders.items), ...at };
    },
    chain: async () => (await import('./chain/read-positions.ts')).readPositions(api, account),
  });
}
