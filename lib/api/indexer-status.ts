import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { queryIndexer } from './query-indexer.ts';

/** How far the index has come. */
export type IndexerStatus = { blockNumber: bigint; blockTimeSec: number };

/**
 * The newest block that the index takes in.
 *
 * @throws AppError `indexer/unreachable` or `indexer/bad-answer`
 */
export async function indexerStatus(api: ApiContext): Promise<IndexerStatus> {
  const { blockNumber, blockTimeSec } = await queryIndexer(api, { fields: '', schema: z.object({}) });
  return { blockNumber, blockTimeSec };
}
