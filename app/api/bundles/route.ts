import { readConfig } from '@/lib/config/config';
import { limitStream, problem } from '../proxy';

export const dynamic = 'force-dynamic';

const LIST_LIMIT_BYTES = 8_000_000;
const UPLOAD_LIMIT_BYTES = 16 * 1024 * 1024;

/** GET /api/bundles: the model bundles that the node holds. */
export async function GET(): Promise<Response> {
  try {
    const answer = await fetch(bundlesUrl(), { signal: AbortSignal.timeout(15_000), cache: 'no-store' });
    if (!answer.ok) return problem(502, 'store/unreachable', 'The node answered with an error.');
    return passOn(answer, LIST_LIMIT_BYTES);
  } catch {
    return problem(502, 'store/unreachable', 'The node cannot be reached.');
  }
}

/** POST /api/bundles: a multipart form with the files of one bundle, kept by the node under their own hashes. */
export async function POST(request: Request): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) {
    return problem(415, 'input/invalid', 'Send the files as a multipart form.');
  }
  // A page of another site could send such a form without asking.
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return problem(403, 'input/invalid', 'Upload from this site only.');
  }
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > UPLOAD_LIMIT_BYTES || request.body === null) {
    return problem(413, 'input/invalid', 'A bundle has at most 16 MiB.');
  }
  try {
    const answer = await fetch(bundlesUrl(), {
      method: 'POST',
      headers: { 'content-type': type },
      body: await new Response(limitStream(request.body, UPLOAD_LIMIT_BYTES)).arrayBuffer(),
      signal: AbortSignal.timeout(120_000),
      cache: 'no-store',
    });
    return passOn(answer, LIST_LIMIT_BYTES);
  } catch {
    return problem(502, 'store/unreachable', 'The node cannot be reached, or the upload was too large.');
  }
}

function bundlesUrl(): string {
  return `${readConfig(process.env).nodeUrl}/bundles`;
}

function passOn(answer: Response, limitBytes: number): Response {
  return new Response(answer.body === null ? null : limitStream(answer.body, limitBytes), {
    status: answer.status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
