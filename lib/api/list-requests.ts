import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import { requestFields, requestSchema } from './request-fields.ts';
import type { Read, RequestRow } from './types.ts';
import { findWithFallback, withFallback } from './with-fallback.ts';

/** Whose requests, to which model; neither means all. `before` is the id of the last request of the page before. */
export type ListRequestsOptions = { token?: Address; payer?: Address; limit?: number; before?: bigint };

/**
 * Inference requests, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listRequests(api: ApiContext, options: ListRequestsOptions = {}): Promise<Read<RequestRow[]>> {
  const { token, payer, limit = 50, before } = options;
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: requestFilter, $limit: Int!)',
        fields: `requests(where: $where, orderBy: "requestId", orderDirection: "desc", limit: $limit) {
          items { ${requestFields} }
        }`,
        variables: {
          where: {
            ...(token === undefined ? {} : { token: token.toLowerCase() }),
            ...(payer === undefined ? {} : { payer: payer.toLowerCase() }),
            ...(before === undefined ? {} : { requestId_lt: before.toString() }),
          },
          limit,
        },
        schema: z.object({ requests: pageOf(requestSchema) }),
      });
      return { data: data.requests.items, ...at };
    },
    chain: async () => (await import('./chain/read-requests.ts')).readRequests(api, { token, payer, limit, before }),
  });
}

/**
 * One request; null for an unknown id.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function getRequest(api: ApiContext, requestId: bigint): Promise<Read<RequestRow | null>> {
  return findWithFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($requestId: BigInt!)',
        fields: `request(requestId: $requestId) { ${requestFields} }`,
        variables: { requestId: requestId.toString() },
        schema: z.object({ request: requestSchema.nullable() }),
      });
      return { data: data.request, ...at };
    },
    chain: async () => {
      const { readRequests } = await import('./chain/read-requests.ts');
      const { data, blockNumber } = await readRequests(api, { requestId, limit: 1 });
      return { data: data[0] ?? null, blockNumber };
    },
  });
}
