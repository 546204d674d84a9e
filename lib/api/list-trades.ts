import { type Address, isAddressEqual } from 'viem';
import { z } from 'zod';
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
  venue: z.enum(['curve', 'pool']),
  trader: address,
  recipient: address,
  isBuy: z.boolean(),
  weiAmount: integer,
  tokenAmount: integer,
  feeWei: integer,
  snipeFeeWei: integer,
  priceWei: integer,
  atSec: z.number().int(),
  blockNumber: integer,
  txHash: hex,
});

/**
 * The trades of a token, on its curve and in its pool as one stream, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listTrades(api: ApiContext, token: Address, options: ListTradesOptions = {}): Promise<Read<Trade[]>> {
  return withFallback(api, {
    indexer: () => queryTrades(api, { token: token.toLowerCase() }, options),
    chain: async () => {
      const { readTrades } = await import('./chain/read-trades.ts');
      const { data, blockNumber } = await readTrades(api, token);
      return { data: pageOfTrades(data, options), blockNumber };
    },
  });
}

/**
 * The trades of an account in all launched tokens, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listAccountTrades(
  api: ApiContext,
  account: Address,
  options: ListTradesOptions = {},
): Promise<Read<Trade[]>> {
  return withFallback(api, {
    indexer: () => queryTrades(api, { trader: account.toLowerCase() }, options),
    chain: async () => {
      const { readAllTrades } = await import('./chain/read-trades.ts');
      const { data, blockNumber } = await readAllTrades(api);
      const mine = data.filter(({ trader }) => isAddressEqual(trader, account));
      return { data: pageOfTrades(mine, options), blockNumber };
    },
  });
}

async function queryTrades(
  api: ApiContext,
  of: { token: string } | { trader: string },
  { limit = 50, before }: ListTradesOptions,
) {
  const { data, ...at } = await queryIndexer(api, {
    head: '($where: tradeFilter, $limit: Int!)',
    fields: `trades(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
      items {
        id token venue trader recipient isBuy weiAmount tokenAmount feeWei snipeFeeWei priceWei atSec blockNumber txHash
      }
    }`,
    variables: { where: { ...of, ...(before === undefined ? {} : { id_lt: before }) }, limit },
    schema: z.object({ trades: pageOf(tradeSchema) }),
  });
  return { data: data.trades.items, ...at };
}

/** What the indexer's query would give of trades that are all here, oldest first. */
function pageOfTrades(trades: readonly Trade[], { limit = 50, before }: ListTradesOptions): Trade[] {
  const newestFirst = trades.toReversed().filter(({ id }) => before === undefined || BigInt(id) < BigInt(before));
  return newestFirst.slice(0, limit);
}
