import type { Address } from 'viem';
import type { ApiContext } from '../../lib/api/context.ts';
import { getModel } from '../../lib/api/get-model.ts';
import { listCandles } from '../../lib/api/list-candles.ts';
import { listHolders } from '../../lib/api/list-holders.ts';
import { listModels } from '../../lib/api/list-models.ts';
import { listPositions } from '../../lib/api/list-positions.ts';
import { listAccountTrades, listTrades } from '../../lib/api/list-trades.ts';
import { CANDLE_SEC, type CandleInterval } from '../../lib/api/market/candle.ts';
import { MODEL_SORTS } from '../../lib/api/market/models-request.ts';
import type { Read } from '../../lib/api/types.ts';

/** What a page asks. */
export type PageQuery = { page: 'explore' | 'chart' | 'portfolio'; ask: () => Promise<Read<unknown>> };

/** The queries of Explore, of a model's page with its chart, and of a portfolio, each in all its variants. */
export function pageQueries(api: ApiContext, market: { tokens: Address[]; accounts: Address[] }): PageQuery[] {
  const { tokens, accounts } = market;
  const explore = [
    ...MODEL_SORTS.map((sort) => () => listModels(api, { sort, limit: 100 })),
    () => listModels(api, { sort: 'progress', filter: { graduated: false }, limit: 100 }),
    () => listModels(api, { sort: 'trending', search: 'model 4' }),
  ];
  const chart = tokens
    .slice(0, 5)
    .flatMap((token) => [
      ...(Object.keys(CANDLE_SEC) as CandleInterval[]).map(
        (interval) => () => listCandles(api, token, { interval, limit: 1_000 }),
      ),
      () => getModel(api, token),
      () => listTrades(api, token),
      () => listHolders(api, token),
    ]);
  const portfolio = accounts
    .slice(0, 10)
    .flatMap((account) => [() => listPositions(api, account), () => listAccountTrades(api, account)]);
  return [
    ...explore.map((ask) => ({ page: 'explore' as const, ask })),
    ...chart.map((ask) => ({ page: 'chart' as const, ask })),
    ...portfolio.map((ask) => ({ page: 'portfolio' as const, ask })),
  ];
}
