import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { type BundleSummary, bundleAddedSchema, bundleListSchema, nodeErrorSchema } from '../schema/node-api.ts';
import { type ReadBlock, readFromBlocks } from './block.ts';
import { MAX_BUNDLE_BYTES } from './bundle-files.ts';
import { openCar, writeCar } from './car.ts';
import { CAR_TYPE } from './car-type.ts';
import { codecOf } from './cid.ts';
import { importFiles } from './import-files.ts';
import { type BundleDoor, readBundleEntries } from './open-bundle.ts';
import { streamParts } from './stream-parts.ts';
import { decodeNode } from './unixfs-node.ts';
import { walkDag } from './walk-dag.ts';

async function ask(fetchFn: typeof fetch, url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetchFn(url, init);
  } catch (cause) {
    if (init?.signal?.aborted === true) throw cause;
    throw unreachable(cause);
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
  const { cid, blocks } = await importFiles(files);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // The blocks in the order in which the node expects them: each after one that names it.
  for await (const part of writeCar(cid, walkDag({ cid, read: readFromBlocks(blocks) }))) parts.push(part.slice());
  const body = new Blob(parts, { type: CAR_TYPE });
  const headers = { 'content-type': CAR_TYPE };
  return parse(await ask(fetchFn, '/api/bundles', { method: 'POST', headers, body }), bundleAddedSchema);
}

/** One block from the node's gateway, unchecked: who asked checks it. Throws AppError `store/*`. */
export async function fetchBlock(cid: string, { fetchFn = fetch, signal }: FetchOptions = {}): Promise<Uint8Array> {
  const answer = await get(fetchFn, `/api/ipfs/${cid}?format=raw`, signal);
  return new Uint8Array(await answer.arrayBuffer());
}

/** How much of the weights has come and been checked. */
export type LoadProgress = { readonly doneBytes: number; readonly ofBytes: number };

/** How to fetch; `signal` ends it. */
export type FetchOptions = { fetchFn?: typeof fetch; signal?: AbortSignal };

/**
 * A door to a bundle at the node's gateway whose weights are here already: they come in one stream, and each block is checked as it
 * comes. Everything else is fetched block by block when it is read.
 *
 * @throws AppError `store/*`, BundleError for what is not what its CID says
 */
export async function fetchBundle(
  cid: string,
  options: FetchOptions & { onProgress?: (progress: LoadProgress) => void } = {},
): Promise<BundleDoor> {
  const { fetchFn = fetch, signal, onProgress } = options;
  const readOne: ReadBlock = (one) => fetchBlock(one, options);
  const root = (await readBundleEntries({ cid, read: readOne })).get('weights.bin');
  if (root === undefined || codecOf(root) === 'raw') return { cid, read: readOne };
  const answer = await get(fetchFn, `/api/ipfs/${root}?format=car`, signal);
  if (answer.body === null) throw unreachable(null);
  const car = await openCar(streamParts(answer.body), { root, maxBytes: MAX_BUNDLE_BYTES });
  const blocks = new Map<string, Uint8Array>();
  let doneBytes = 0;
  let ofBytes = 0;
  for await (const block of car.blocks) {
    blocks.set(block.cid, block.bytes);
    if (block.cid === root) {
      const node = decodeNode(block);
      ofBytes = node.kind === 'parts' ? node.size : 0;
    }
    if (codecOf(block.cid) === 'raw') doneBytes += block.bytes.length;
    onProgress?.({ doneBytes: Math.min(doneBytes, ofBytes), ofBytes });
  }
  return { cid, read: async (one) => blocks.get(one) ?? readOne(one) };
}

async function get(fetchFn: typeof fetch, url: string, signal: AbortSignal | undefined): Promise<Response> {
  const answer = await ask(fetchFn, url, signal === undefined ? {} : { signal });
  if (answer.ok) return answer;
  throw new AppError({
    code: answer.status === 404 ? 'store/not-found' : 'store/unreachable',
    message: answer.status === 404 ? 'The node does not hold this file.' : 'The bundle store answered with an error.',
    isRetryable: answer.status >= 500,
  });
}

function unreachable(cause: unknown): AppError {
  return new AppError({
    code: 'store/unreachable',
    message: 'The bundle store cannot be reached. Try again.',
    cause,
    isRetryable: true,
  });
}
