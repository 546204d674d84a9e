import { readConfig } from '@/lib/config/config';
import { limitStream, problem } from '../../proxy';

export const dynamic = 'force-dynamic';

const RESPONSE_LIMIT_BYTES = 512_000_000;
const FIRST_BYTE_MS = 15_000;
/** What a browser may ask the gateway for. */
const PARAMETERS = ['format', 'dag-scope'] as const;
const ASKED_HEADERS = ['range', 'if-range', 'if-none-match'] as const;
const ANSWERED_HEADERS = ['content-type', 'content-range', 'accept-ranges', 'etag', 'x-ipfs-roots'] as const;
const KNOWN = [200, 206, 304] as const;

/**
 * Blocks and CARs of model bundles, and files in them, from the node's gateway. The content never changes, so it may be kept for
 * ever; who needs to be sure of it checks it against the CID.
 */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { path } = await params;
  if (path.length > 8 || path.some((part) => part.length > 255 || part === '.' || part === '..' || part === ''))
    return problem(400, 'input/invalid', 'That is not a path of a bundle.');
  const url = new URL(`${readConfig(process.env).nodeUrl}/ipfs/${path.map(encodeURIComponent).join('/')}`);
  const given = new URL(request.url).searchParams;
  for (const name of PARAMETERS) {
    const value = given.get(name);
    if (value !== null) url.searchParams.set(name, value);
  }
  try {
    const answer = await ask(url, request);
    switch (answer.status) {
      case 400:
      case 406:
        return problem(answer.status, 'input/invalid', 'That is not an address of a file or block.');
      case 404:
        return problem(404, 'store/not-found', 'The node does not hold this file.');
      case 416:
        return problem(416, 'input/invalid', 'The file has no such part.');
    }
    if (!KNOWN.some((status) => status === answer.status))
      return problem(502, 'store/unreachable', 'The node answered with an error.');
    return new Response(answer.body === null ? null : limitStream(answer.body, RESPONSE_LIMIT_BYTES), {
      status: answer.status,
      headers: headersOf(answer),
    });
  } catch {
    return problem(502, 'store/unreachable', 'The node cannot be reached.');
  }
}

/** The whole answer may take minutes; only its start is awaited for some seconds. */
async function ask(url: URL, request: Request): Promise<Response> {
  const headers = new Headers();
  for (const name of ASKED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), FIRST_BYTE_MS);
  try {
    return await fetch(url, { headers, signal: AbortSignal.any([late.signal, request.signal]), cache: 'no-store' });
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(answer: Response): Headers {
  const headers = new Headers({
    // Never rendered as a page of this origin, whatever the bytes are.
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'public, max-age=31536000, immutable',
  });
  for (const name of ANSWERED_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const length = answer.headers.get('content-length');
  if (length !== null && !answer.headers.has('content-encoding')) headers.set('content-length', length);
  return headers;
}
