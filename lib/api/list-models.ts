import type { Address } from 'viem';
import { z } from 'zod';
import { readModels } from './chain/read-models.ts';
import { selectModels } from './chain/select-models.ts';
import { type ApiContext, nowSecOf } from './context.ts';
import { pageOf } from './fields.ts';
import { modelFields, modelHead, modelSchema, modelVariables } from './model-fields.ts';
import { queryIndexer, type Variable } from './query-indexer.ts';
import type { ModelFilter, ModelSort, ModelSummary, Read } from './types.ts';
import { withFallback } from './with-fallback.ts';

/** Which models, in which order. `search` is part of a name, symbol or address; `offset` skips so many. */
export type ListModelsOptions = {
  sort?: ModelSort;
  search?: string;
  filter?: ModelFilter;
  limit?: number;
  offset?: number;
};

const COLUMN: Record<ModelSort, string> = {
  newest: 'modelId',
  marketCap: 'marketCapWei',
  volume: 'volumeWei',
  revenue: 'revenueWei',
  progress: 'progressBps',
  trending: 'trendScore',
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
      const { data, ...at } = await queryIndexer(api, {
        head: `(${modelHead}, $where: modelFilter, $orderBy: String!, $limit: Int!, $offset: Int!)`,
        fields: `models(where: $where, orderBy: $orderBy, orderDirection: "desc", limit: $limit, offset: $offset) {
          items { ${modelFields} }
        }`,
        variables: {
          ...modelVariables(nowSecOf(api)),
          where: whereOf(search, filter),
          orderBy: COLUMN[sort],
          limit,
          offset,
        },
        schema: z.object({ models: pageOf(modelSchema) }),
      });
      return { data: data.models.items, ...at };
    },
    chain: async () => {
      const { data, blockNumber } = await readModels(api, {});
      return { data: selectModels(data, { sort, search, filter, limit, offset }), blockNumber };
    },
  });
}

function whereOf(search: string, filter: ModelFilter): { readonly [key: string]: Variable } {
  const lower = (account: Address) => account.toLowerCase();
  return {
    ...(search.trim() === '' ? {} : { searchText_contains: search.trim().toLowerCase() }),
    ...(filter.complete === undefined ? {} : { complete: filter.complete }),
    ...(filter.creator === undefined ? {} : { creator: lower(filter.creator) }),
    ...(filter.tokens === undefined ? {} : { token_in: filter.tokens.map(lower) }),
  };
}
