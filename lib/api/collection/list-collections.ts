import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { collectionFields, collectionSchema } from './fields.ts';
import type { CollectionRow } from './types.ts';

/** As many as the indexer gives at once. */
const MAX_COLLECTIONS = 1_000;

/**
 * The collections of all models, those with most pieces first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listCollections(api: ApiContext): Promise<Read<CollectionRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($limit: Int!)',
        fields: `collections(orderBy: "pieceCount", orderDirection: "desc", limit: $limit) {
          items { ${collectionFields} }
        }`,
        variables: { limit: MAX_COLLECTIONS },
        schema: z.object({ collections: pageOf(collectionSchema) }),
      });
      return { data: sorted(data.collections.items), ...at };
    },
    chain: async () => {
      const { readCollections } = await import('./read-pieces.ts');
      const { launched, pieces } = await readCollections(api);
      const rows = launched.map((of): CollectionRow => {
        const mine = pieces.data.filter(({ collection }) => collection === of.collection);
        const sales = mine.flatMap(({ events }) => events.filter(({ kind }) => kind === 'sold'));
        return {
          ...of,
          pieceCount: mine.filter(({ isEnded }) => !isEnded).length,
          saleCount: sales.length,
          salesWei: sales.reduce((sum, { amountWei }) => sum + (amountWei ?? 0n), 0n),
        };
      });
      return { data: sorted(rows), blockNumber: pieces.blockNumber };
    },
  });
}

/** Most pieces first, then by age: ids of models count up. */
function sorted(rows: readonly CollectionRow[]): CollectionRow[] {
  return rows.toSorted((a, b) => b.pieceCount - a.pieceCount || (a.modelId < b.modelId ? -1 : 1));
}
