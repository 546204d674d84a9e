import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

const answer = z.object({
  data: z.object({
    _meta: z.object({
      status: z.record(z.string(), z.object({ block: z.object({ number: z.coerce.bigint() }).nullable() })),
    }),
  }),
});

/**
 * The newest block the indexer has taken in.
 *
 * @throws AppError `indexer/unreachable` or `indexer/bad-answer`
 */
export async function indexedBlock(fetchFn: typeof fetch = fetch): Promise<bigint> {
  let response: Response;
  try {
    response = await fetchFn('/api/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _meta { status } }' }),
    });
  } catch (cause) {
    throw new AppError({
      code: 'indexer/unreachable',
      message: 'The indexer cannot be reached.',
      cause,
      isRetryable: true,
    });
  }
  if (!response.ok)
    throw new AppError({ code: 'indexer/unreachable', message: 'The indexer is down.', isRetryable: true });
  const parsed = answer.safeParse(await response.json().catch(() => null));
  const blocks = parsed.success
    ? Object.values(parsed.data.data._meta.status).flatMap(({ block }) => (block === null ? [] : [block.number]))
    : [];
  const first = blocks[0];
  if (first === undefined)
    throw new AppError({ code: 'indexer/bad-answer', message: 'The indexer gave no status.', isRetryable: true });
  return first;
}
