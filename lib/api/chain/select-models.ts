import { isAddressEqual } from 'viem';
import type { ModelSort } from '../market/models-request.ts';
import type { ModelFilter, ModelSummary } from '../types.ts';

/** What the indexer's query would do, on models that are all here. */
export function selectModels(
  models: readonly ModelSummary[],
  wanted: { sort: ModelSort; search: string; filter: ModelFilter; limit: number; offset: number },
): ModelSummary[] {
  const { sort, search, filter, limit, offset } = wanted;
  const needle = search.trim().toLowerCase();
  return models
    .filter((model) => filter.complete === undefined || model.complete === filter.complete)
    .filter((model) => filter.graduated === undefined || model.graduated === filter.graduated)
    .filter((model) => filter.creator === undefined || isAddressEqual(model.creator, filter.creator))
    .filter((model) => filter.tokens === undefined || filter.tokens.some((token) => isAddressEqual(token, model.token)))
    .filter((model) => [model.name, model.symbol, model.token, model.creator].join(' ').toLowerCase().includes(needle))
    .toSorted((a, b) => compare(rank(b, sort), rank(a, sort)) || compare(b.modelId, a.modelId))
    .slice(offset, offset + limit);
}

/** A number of which more is better. Without the indexer the trend is the volume of the last day. */
function rank(model: ModelSummary, sort: ModelSort): bigint {
  switch (sort) {
    case 'newest':
      return model.modelId;
    case 'marketCap':
      return model.marketCapWei;
    case 'volume':
      return model.volumeWei;
    case 'volume24h':
      return model.volume24hWei;
    case 'revenue':
      return model.revenueWei;
    case 'progress':
      return (model.reserveWei * 10_000n) / model.targetWei;
    case 'trending':
      return model.volume24hWei;
    default:
      return sort satisfies never;
  }
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
