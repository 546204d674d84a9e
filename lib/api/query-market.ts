import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { ApiContext } from './context.ts';
import type { ModelsRequest } from './market/models-request.ts';
import { postJson } from './post-json.ts';
import { type IndexerAnswer, parseAnswer } from './query-indexer.ts';

const blockSchema = z.object({ number: z.number().int(), timestamp: z.number().int() });

/**
 * Asks the indexer for models with what the last day, week and month brought: one SQL query there, where GraphQL would
 * make several for each model. Answered beside GraphQL, at `…/market/models`.
 *
 * @throws AppError `indexer/unreachable` when it is down or has only begun, `indexer/bad-answer` when it answers in
 * another shape
 */
export async function queryMarket<T extends z.ZodType>(
  api: ApiContext,
  { request, row }: { request: ModelsRequest; row: T },
): Promise<IndexerAnswer<z.output<T>[]>> {
  const url = api.graphqlUrl.replace(/graphql$/, 'market/models');
  const json = await postJson(api, { url, body: request });
  const { block } = parseAnswer(z.object({ block: blockSchema.nullable() }), json);
  if (block === null || block.number === 0) {
    throw new AppError({ code: 'indexer/unreachable', message: 'The indexer has only begun.', isRetryable: true });
  }
  const { rows } = parseAnswer(z.object({ rows: z.array(row) }), json);
  return { data: rows, blockNumber: BigInt(block.number), blockTimeSec: block.timestamp };
}
