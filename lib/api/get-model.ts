import type { Address } from 'viem';
import { type ApiContext, nowSecOf } from './context.ts';
import { lowerHex } from './fields.ts';
import { lookBack, modelSchema } from './model-fields.ts';
import { queryMarket } from './query-market.ts';
import type { ModelSummary, Read } from './types.ts';
import { findWithFallback } from './with-fallback.ts';

/**
 * One launched model; null for a token that was not launched here.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function getModel(api: ApiContext, token: Address): Promise<Read<ModelSummary | null>> {
  return findWithFallback(api, {
    indexer: async () => {
      const one = { sort: 'newest', search: '', limit: 1, offset: 0 } as const;
      const request = { ...one, tokens: [lowerHex(token)], ...lookBack(nowSecOf(api)) };
      const { data, ...at } = await queryMarket(api, { request, row: modelSchema });
      return { data: data[0] ?? null, ...at };
    },
    chain: async () => {
      const { readModels } = await import('./chain/read-models.ts');
      const { data, blockNumber } = await readModels(api, { token });
      return { data: data[0] ?? null, blockNumber };
    },
  });
}
