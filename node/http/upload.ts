import type { Context } from 'hono';
import { MAX_BUNDLE_BYTES } from '../../lib/bundle/bundle-files.ts';
import { CAR_TYPE } from '../../lib/bundle/car-type.ts';
import { uriOf } from '../../lib/bundle/cid.ts';
import { manifestFile } from '../../lib/bundle/manifest.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { SentBundleSummary } from '../../lib/schema/node-api.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { type AddedBundle, receiveBundle } from '../store/admit-bundle.ts';
import type { BundleStore } from '../store/bundle-store.ts';
import { guardStream, SenderRefused, type StreamLimits } from './guard-stream.ts';
import type { RateLimit } from './rate-limit.ts';

/** The largest upload: a bundle with 256 MiB of weights, as a CAR. */
export const MAX_UPLOAD_BYTES = MAX_BUNDLE_BYTES;
/** How slowly an upload may come. */
export const UPLOAD_PACE = { idleMs: 15_000, minBytesPerSec: 16_384, graceMs: 20_000 } as const;
/** Uploads under way at the same time. */
const MAX_AT_ONCE = 4;

/** What an upload needs. */
export type UploadTools = {
  store: BundleStore;
  mayUpload: RateLimit;
  limits: StreamLimits;
  nowMs: () => number;
  metrics: Metrics;
  logger: Logger;
  onAdded: (bundle: AddedBundle) => void;
};

type UploadContext = Context<{ Bindings: { remoteAddress: string } }>;

/** Takes `POST /bundles`: the CAR of one bundle. It is checked while it comes, and kept only when it is sound. */
export function createUpload(tools: UploadTools): (c: UploadContext) => Promise<Response> {
  const take = taker(tools);
  return async (c) => {
    const answer = await take(c).catch((error: unknown) => refusalOf(c, error));
    tools.metrics.increase('openimo_uploads_total', { status: String(answer.status) });
    return answer;
  };
}

/** A refusal with its HTTP status. */
class UploadRefused extends Error {
  readonly status: 413 | 415 | 429;

  constructor(status: 413 | 415 | 429, message: string) {
    super(message);
    this.status = status;
  }
}

function taker(tools: UploadTools): (c: UploadContext) => Promise<Response> {
  const { store, mayUpload, limits, nowMs, logger, onAdded } = tools;
  let underWay = 0;
  return async (c) => {
    const body = c.req.raw.body;
    const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== CAR_TYPE || body === null) throw new UploadRefused(415, `Send the bundle as a CAR, ${CAR_TYPE}`);
    if (Number(c.req.header('Content-Length') ?? 0) > limits.maxBytes)
      throw new UploadRefused(413, `An upload has at most ${limits.maxBytes} bytes`);
    if (!mayUpload(c.env.remoteAddress)) throw new UploadRefused(429, 'Too many uploads: wait a little');
    if (underWay >= MAX_AT_ONCE) throw new UploadRefused(429, 'Others are uploading: wait a little');
    underWay++;
    try {
      const added = await receiveBundle(store, guardStream(body, limits, nowMs), { origin: 'upload' });
      logger.info({ cid: added.cid, name: added.manifest.name }, 'bundle uploaded');
      onAdded(added);
      const { cid, manifest } = added;
      return c.json({ cid, uri: uriOf(cid), manifest: manifestFile(manifest) } satisfies SentBundleSummary, 201);
    } finally {
      underWay--;
    }
  };
}

function refusalOf(c: UploadContext, error: unknown): Response {
  const code = error instanceof AppError ? error.code : 'input/invalid';
  if (error instanceof UploadRefused)
    return c.json({ code, message: error.message }, error.status, error.status === 429 ? { 'Retry-After': '10' } : {});
  if (error instanceof SenderRefused)
    return c.json({ code, message: error.message }, error.kind === 'too-large' ? 413 : 408);
  if (error instanceof AppError && (error.code === 'store/full' || error.code === 'input/invalid'))
    return c.json({ code, message: error.message }, error.code === 'store/full' ? 507 : 400);
  throw error;
}
