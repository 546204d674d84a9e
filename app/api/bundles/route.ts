import { MAX_BUNDLE_BYTES } from '@/lib/bundle/bundle-files';
import { CAR_TYPE } from '@/lib/bundle/car-type';
import { readConfig } from '@/lib/config/config';
import { limitStream, problem } from '../proxy';

export const dynamic = 'force-dynamic';

const LIST_LIMIT_BYTES = 8_000_000;
const UPLOAD_TIMEOUT_MS = 1_800_000;

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

/** POST /api/bundles: the CAR of one bundle, passed on to the node as it comes. The node checks it and keeps it when it is sound. */
export async function POST(request: Request): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  // No form of another site can have this type, and no script of one without asking first.
  if (type.split(';')[0]?.trim().toLowerCase() !== CAR_TYPE || request.body === null) {
    return problem(415, 'input/invalid', `Send the bundle as a CAR, ${CAR_TYPE}.`);
  }
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return problem(403, 'input/invalid', 'Upload from this site only.');
  }
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > MAX_BUNDLE_BYTES) {
    return problem(413, 'input/invalid', `A bundle has at most ${MAX_BUNDLE_BYTES} bytes.`);
  }
  try {
    const answer = await fetch(bundlesUrl(), {
      method: 'POST',
      headers: { 'content-type': CAR_TYPE },
      body: limitStream(request.body, MAX_BUNDLE_BYTES),
      // The node ends an upload that comes too slowly.
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(UPLOAD_TIMEOUT_MS)]),
      cache: 'no-store',
      ...{ duplex: 'half' },
    });
    return passOn(answer, LIST_LIMIT_BYTES);
  } catch {
    return problem(502, 'store/unreachable', 'The node cannot be reached, or the upload broke off.');
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
