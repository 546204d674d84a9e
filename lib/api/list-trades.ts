import type { Address } from 'viem';
import { z } from 'zod';
import { readTrades } from './chain/read-trades.ts';
import type { ApiContext } from './context.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Read, Trade } from './types.ts';
import { withFallback } from './with-fallback.ts';

/** How many trades, and where to go on: `before` is the id of the last trade of the page before. */
export type ListTradesOptions = { limit?: number; before?: string };

const tradeSchema = z.object({
  id: z.string(),
  token: address,
  trader: address,
  isBuy: z.boolean(),
  weiAmount: integer,
  tokenAmount: integer,
  feeWei: integer,
  priceWei: integer,
  atSec: z.number().int(),
  blockNumber: integer,
  txHash: hex,
});

/**
 * The trades of a token, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listTrades(
  api: ApiContext,
  token: Address,
  { limit = 50, before }: ListTradesOptions = {},
): Promise<Read<Trade[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: tradeFilter, $limit: Int!)',
        fields: `trades(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { id token trader isBuy weiAmount tokenAmount feeWei priceWei atSec blockNumber txHash }
        }`,
        variables: {
          where: { token: token.toLowerCase(), ...(before === undefined ? {} : { id_lt: before }) },
          limit,
        },
        schema: z.object({ trades: pageOf(tradeSchema) }),
      });
      return { data: data.trades.items, ...at };
    },
    chain: async () => {
      const { data, blockNumber } = await readTrades(api, token);
      const newestFirst = data.toReversed().filter(({ id }) => before === undefined || BigInt(id) < BigInt(before));
      return { data: newestFirst.slice(0, limit), blockNumber };
    },
  });
}
