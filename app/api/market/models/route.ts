import { readConfig } from '@/lib/config/config';
import { forwardJson, isJson, problem, readLimited } from '../../proxy';

export const dynamic = 'force-dynamic';

const REQUEST_LIMIT_BYTES = 64_000;
const RESPONSE_LIMIT_BYTES = 8_000_000;

/** Requests for models to the indexer. */
export async function POST(request: Request): Promise<Response> {
  if (!isJson(request)) return problem(415, 'input/invalid', 'Send application/json.');
  const body = await readLimited(request, REQUEST_LIMIT_BYTES);
  if (body === null) return problem(413, 'input/invalid', `At most ${REQUEST_LIMIT_BYTES} bytes.`);
  const url = `${readConfig(process.env).indexerUrl}/market/models`;
  return forwardJson({ url, body, what: 'The indexer', timeoutMs: 10_000, responseLimitBytes: RESPONSE_LIMIT_BYTES });
}
