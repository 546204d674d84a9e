import type { Address } from 'viem';
import { z } from 'zod';
import { readModels } from './chain/read-models.ts';
import { type ApiContext, nowSecOf } from './context.ts';
import { modelFields, modelHead, modelSchema, modelVariables } from './model-fields.ts';
import { queryIndexer } from './query-indexer.ts';
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
      const { data, ...at } = await queryIndexer(api, {
        head: `(${modelHead}, $token: String!)`,
        fields: `model(token: $token) { ${modelFields} }`,
        variables: { ...modelVariables(nowSecOf(api)), token: token.toLowerCase() },
        schema: z.object({ model: modelSchema.nullable() }),
      });
      return { data: data.model, ...at };
    },
    chain: async () => {
      const { data, blockNumber } = await readModels(api, { token });
      return { data: data[0] ?? null, blockNumber };
    },
  });
}
