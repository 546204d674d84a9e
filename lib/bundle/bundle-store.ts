import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { type BundleSummary, bundleAddedSchema, bundleListSchema, nodeErrorSchema } from '../schema/node-api.ts';
import { verifyCid } from './cid.ts';

async function ask(fetchFn: typeof fetch, url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetchFn(url, init);
  } catch (cause) {
    throw new AppError({
      code: 'store/unreachable',
      message: 'The bundle store cannot be reached. Try again.',
      cause,
      isRetryable: true,
    });
  }
}

async function parse<T>(answer: Response, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) {
    // The node's own answer, or the proxy's, which wraps it.
    const known = z
      .union([nodeErrorSchema, z.object({ error: nodeErrorSchema }).transform(({ error }) => error)])
      .safeParse(body);
    throw new AppError({
      code: answer.status === 404 ? 'store/not-found' : 'store/unreachable',
      message: known.success ? known.data.message : 'The bundle store answered with an error. Try again.',
      isRetryable: answer.status >= 500,
    });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError({ code: 'store/corrupt', message: 'The bundle store answered in a form that is not understood.' });
}

/** The bundles that the node of this site holds. Throws AppError `store/*`. */
export async function listBundles(fetchFn: typeof fetch = fetch): Promise<BundleSummary[]> {
  const answer = await ask(fetchFn, '/api/bundles', { cache: 'no-store' });
  return (await parse(answer, bundleListSchema)).bundles;
}

/** Gives the node the files of a bundle to keep; it checks them again. Throws AppError `store/*`. */
export async function uploadBundle(
  files: ReadonlyMap<string, Uint8Array>,
  fetchFn: typeof fetch = fetch,
): Promise<BundleSummary> {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('files', new File([new Uint8Array(bytes)], name));
  return parse(await ask(fetchFn, '/api/bundles', { method: 'POST', body: form }), bundleAddedSchema);
}

/** The bytes a CID names, checked against it. Throws AppError `store/*`, or BundleError for other bytes. */
export async function fetchByCid(cid: string, fetchFn: typeof fetch = fetch): Promise<Uint8Array> {
  const answer = await ask(fetchFn, `/api/ipfs/${cid}`);
  if (!answer.ok) {
    throw new AppError({
      code: answer.status === 404 ? 'store/not-found' : 'store/unreachable',
      message: answer.status === 404 ? 'The node does not hold this file.' : 'The bundle store answered with an error.',
      isRetryable: answer.status >= 500,
    });
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  verifyCid({ cid, bytes });
  return bytes;
}
