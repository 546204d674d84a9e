import type { Address } from 'viem';
import { z } from 'zod';
import { readModels } from './chain/read-models.ts';
import { readTrades } from './chain/read-trades.ts';
import type { ApiContext } from './context.ts';
import { integer, pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import type { PricePoint, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

/** As many trades as the indexer gives at once; what is older is told by the hour. */
const MAX_POINTS = 1_000;

const int = z.number().int();
const schema = z.object({
  model: z.object({ startPriceWei: integer, launchedAtSec: int, tradeCount: int }).nullable(),
  trades: pageOf(z.object({ priceWei: integer, atSec: int })),
  candles: pageOf(z.object({ closeWei: integer, startSec: int, tradeCount: int })),
});

/**
 * The price of a token since its launch, oldest point first: after each of the last 1,000 trades, and at the end of each
 * hour before those. Empty for an unknown token.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function priceHistory(api: ApiContext, token: Address): Promise<Read<PricePoint[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($token: String!, $limit: Int!)',
        fields: `
          model(token: $token) { startPriceWei launchedAtSec tradeCount }
          trades(where: {token: $token}, orderBy: "id", orderDirection: "desc", limit: $limit) { items { priceWei atSec } }
          candles(where: {token: $token, intervalSec: 3600}, orderBy: "startSec", orderDirection: "desc", limit: $limit) {
            items { closeWei startSec tradeCount }
          }`,
        variables: { token: token.toLowerCase(), limit: MAX_POINTS },
        schema,
      });
      return { data: data.model === null ? [] : lineOf(data.model, data.trades.items, data.candles.items), ...at };
    },
    chain: async () => {
      const [models, trades] = await Promise.all([readModels(api, { token }), readTrades(api, token)]);
      const [model] = models.data;
      const start = model?.sparkline[0];
      const points = trades.data.map(({ atSec, priceWei }) => ({ atSec, priceWei }));
      return { data: start === undefined ? points : [start, ...points], blockNumber: trades.blockNumber };
    },
  });
}

function lineOf(
  model: { startPriceWei: bigint; launchedAtSec: number; tradeCount: number },
  trades: PricePoint[],
  hours: { closeWei: bigint; startSec: number; tradeCount: number }[],
): PricePoint[] {
  const recent = trades.toReversed();
  const start = { atSec: model.launchedAtSec, priceWei: model.startPriceWei };
  const [first] = recent;
  if (first === undefined || model.tradeCount <= recent.length) return [start, ...recent];
  const older = hours
    .toReversed()
    .filter(({ tradeCount }) => tradeCount > 0)
    .map(({ startSec, closeWei }) => ({ atSec: startSec + 3_599, priceWei: closeWei }))
    .filter(({ atSec }) => atSec < first.atSec);
  return [start, ...older, ...recent];
}
