import { z } from 'zod';
import { AppError } from '../../lib/errors/app-error.ts';
import { sleep } from '../retry.ts';
import type { PinnedBundle, PinTarget } from './target.ts';

const CALL_TIMEOUT_MS = 30_000;
/** A service that takes longer is asked again later. */
const PATIENCE_MS = 10 * 60_000;

const statusSchema = z.object({
  requestid: z.string().min(1),
  status: z.enum(['queued', 'pinning', 'pinned', 'failed']),
  pin: z.object({ cid: z.string() }),
});
const listSchema = z.object({ results: z.array(statusSchema) });
type PinStatus = z.infer<typeof statusSchema>;

/**
 * A service that speaks the IPFS Pinning Service API (1.x). It fetches the blocks itself: `origins` are the multiaddresses where it
 * finds them, such as those of the Kubo node that this node fills.
 */
export function createPinningService(options: {
  url: string;
  token: string;
  origins: readonly string[];
  pollMs: number;
  fetchFn?: typeof fetch;
}): PinTarget {
  const { url, token, origins, pollMs, fetchFn = fetch } = options;

  const call = async <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal, body?: unknown): Promise<T> => {
    const answer = await fetchFn(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw failed(`The pinning service answered HTTP ${answer.status}: ${text.slice(0, 200)}`);
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw failed('The pinning service answered in a form that is not understood');
  };

  /** A request of before this process, so that a restart does not ask for the same twice. */
  const earlier = async ({ cid }: PinnedBundle, signal: AbortSignal): Promise<PinStatus | undefined> => {
    const query = new URLSearchParams({ cid, status: 'queued,pinning,pinned' });
    const { results } = await call(listSchema, `/pins?${query}`, signal);
    return results.find(({ pin }) => pin.cid === cid);
  };

  return {
    name: 'pinning-service',
    url,
    pin: async (bundle, signal) => {
      const { cid, name } = bundle;
      let now = (await earlier(bundle, signal)) ?? (await call(statusSchema, '/pins', signal, { cid, name, origins }));
      const until = Date.now() + PATIENCE_MS;
      while (now.status === 'queued' || now.status === 'pinning') {
        if (Date.now() > until || signal.aborted) throw failed('The pinning service is still at it');
        await sleep(pollMs, signal);
        now = await call(statusSchema, `/pins/${encodeURIComponent(now.requestid)}`, signal);
      }
      if (now.status === 'failed') throw failed('The pinning service could not get the blocks');
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failed(message: string): AppError {
  return new AppError({ code: 'store/unreachable', message, isRetryable: true });
}
