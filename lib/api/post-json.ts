import { AppError } from '../errors/app-error.ts';
import type { ApiContext } from './context.ts';

const DEFAULT_TIMEOUT_MS = 8_000;

/**
 * Posts JSON to the indexer and reads its answer.
 *
 * @throws AppError `indexer/unreachable` when it is down, `indexer/bad-answer` when it does not speak JSON
 */
export async function postJson(api: ApiContext, { url, body }: { url: string; body: unknown }): Promise<unknown> {
  const fetchFn = api.fetchFn ?? fetch;
  let response: Response;
  try {
    response = await fetchFn(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(api.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      cache: 'no-store',
    });
  } catch (cause) {
    throw new AppError({ code: 'indexer/unreachable', message: 'The indexer is down.', cause, isRetryable: true });
  }
  if (!response.ok) {
    const message = `The indexer is down (HTTP ${response.status}).`;
    throw new AppError({ code: 'indexer/unreachable', message, isRetryable: true });
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new AppError({ code: 'indexer/bad-answer', message: 'The indexer did not answer in JSON.', cause });
  }
}
