import { type ApiContext, nowSecOf } from './context.ts';
import { lowerHex } from './fields.ts';
import type { ModelSort, ModelsRequest } from './market/models-request.ts';
import { lookBack, modelSchema } from './model-fields.ts';
import { queryMarket } from './query-market.ts';
import type { ModelFilter, ModelSummary, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

/**
 * Which models, in which order. `search` is part of a name, a symbol, the token's or its creator's address; `offset` skips
 * so many; `limit` is at most 200. The views of Explore: New is `newest`, Trending is `trending`, Near graduation is
 * `progress` with `graduated: false`, Graduated is `graduated: true`.
 */
export type ListModelsOptions = {
  sort?: ModelSort;
  search?: string;
  filter?: ModelFilter;
  limit?: number;
  offset?: number;
};

/**
 * Launched models, best first by `sort`. Read from the chain the totals are counted from events.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listModels(api: ApiContext, options: ListModelsOptions = {}): Promise<Read<ModelSummary[]>> {
  const { sort = 'newest', search = '', filter = {}, limit = 50, offset = 0 } = options;
  return withFallback(api, {
    indexer: async () => {
      const request = {
        sort,
        search: search.trim().toLowerCase(),
        ...filterOf(filter),
        limit,
        offset,
        ...lookBack(nowSecOf(api)),
      };
      return queryMarket(api, { request, row: modelSchema });
    },
    chain: async () => {
      const { readModels } = await import('./chain/read-models.ts');
      const { selectModels } = await import('./chain/select-models.ts');
      const { data, blockNumber } = await readModels(api, {});
      return { data: selectModels(data, { sort, search, filter, limit, offset }), blockNumber };
    },
  });
}

function filterOf({ complete, graduated, creator, tokens }: ModelFilter): Partial<ModelsRequest> {
  return {
    ...(complete === undefined ? {} : { complete }),
    ...(graduated === undefined ? {} : { graduated }),
    ...(creator === undefined ? {} : { creator: lowerHex(creator) }),
    ...(tokens === undefined ? {} : { tokens: tokens.map(lowerHex) }),
  };
}
