import { readConfig } from '@/lib/config/config';
import { limitStream, problem } from '../../proxy';

export const dynamic = 'force-dynamic';

const RESPONSE_LIMIT_BYTES = 512_000_000;

/** A block of a model bundle by its CID, from the node's store. The content never changes, so it may be kept for ever. */
export async function GET(_: Request, { params }: { params: Promise<{ cid: string }> }): Promise<Response> {
  const { cid } = await params;
  if (!/^[a-zA-Z0-9]{10,120}$/.test(cid)) return problem(400, 'input/invalid', 'That is not a CID.');
  try {
    // The whole answer may take minutes; only its start is awaited for 15 s.
    const head = new AbortController();
    const timer = setTimeout(() => head.abort(), 15_000);
    const answer = await fetch(`${readConfig(process.env).nodeUrl}/ipfs/${cid}`, {
      signal: head.signal,
      cache: 'no-store',
    });
    clearTimeout(timer);
    if (answer.status === 404) return problem(404, 'store/not-found', 'The node does not hold this file.');
    if (!answer.ok || answer.body === null)
      return problem(502, 'store/unreachable', 'The node answered with an error.');
    const length = answer.headers.get('content-length');
    return new Response(limitStream(answer.body, RESPONSE_LIMIT_BYTES), {
      headers: {
        // Never rendered as a page of this origin, whatever the bytes are.
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'public, max-age=31536000, immutable',
        ...(length === null || answer.headers.has('content-encoding') ? {} : { 'content-length': length }),
      },
    });
  } catch {
    return problem(502, 'store/unreachable', 'The node cannot be reached.');
  }
}
