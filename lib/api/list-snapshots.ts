import type { Address } from 'viem';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import { queryIndexer } from './query-indexer.ts';
import type { Read, SnapshotRow } from './types.ts';
import { withFallback } from './with-fallback.ts';

const snapshotSchema = z
  .object({
    token: address,
    snapshotId: integer,
    recordTimeSec: z.number().int(),
    txHash: hex,
    amounts: pageOf(z.object({ currency: address, amount: integer })),
  })
  .transform(
    ({ amounts, ...row }): SnapshotRow => ({
      ...row,
      amounts: amounts.items.filter(({ amount }) => amount > 0n),
    }),
  );

/**
 * The revenue snapshots of a token, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listSnapshots(
  api: ApiContext,
  token: Address,
  { limit = 200 }: { limit?: number } = {},
): Promise<Read<SnapshotRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($token: String!, $limit: Int!)',
        fields: `snapshots(where: {token: $token}, orderBy: "snapshotId", orderDirection: "desc", limit: $limit) {
          items { token snapshotId recordTimeSec txHash amounts { items { currency amount } } }
        }`,
        variables: { token: token.toLowerCase(), limit },
        schema: z.object({ snapshots: pageOf(snapshotSchema) }),
      });
      return { data: data.snapshots.items, ...at };
    },
    chain: async () => {
      const { readSnapshots } = await import('./chain/read-snapshots.ts');
      const { data, blockNumber } = await readSnapshots(api, token);
      return { data: data.toReversed().slice(0, limit), blockNumber };
    },
  });
}
