import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { movementFields, movementSchema } from './fields.ts';
import type { MovementRow } from './types.ts';

/**
 * What went in and out of a model's treasury as far as events tell, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listMovements(
  api: ApiContext,
  token: Address,
  { limit = 100 }: { limit?: number } = {},
): Promise<Read<MovementRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($token: String!, $limit: Int!)',
        fields: `movements(where: {token: $token}, orderBy: "id", orderDirection: "desc", limit: $limit) {
          items { ${movementFields} }
        }`,
        variables: { token: token.toLowerCase(), limit },
        schema: z.object({ movements: pageOf(movementSchema) }),
      });
      return { data: data.movements.items, ...at };
    },
    chain: async () => {
      const { readMovements } = await import('./read-movements.ts');
      const { data, blockNumber } = await readMovements(api, token);
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}
