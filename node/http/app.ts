import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { uriOf } from '../../lib/bundle/cid.ts';
import { parseManifest } from '../../lib/bundle/manifest.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { BundleSummary, NodeHealth } from '../../lib/schema/node-api.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { addBundle } from '../store/add-bundle.ts';
import type { BundleStore } from '../store/bundle-store.ts';
import type { RateLimit } from './rate-limit.ts';

/** The largest upload: all files of a bundle together. */
export const MAX_UPLOAD_BYTES = 16 * 1024 * 1024;

/** What the HTTP server hands to each call. */
export type Bindings = { remoteAddress: string };

/** The node's HTTP interface: files by CID, bundles, health and metrics. */
export function createApp(options: {
  store: BundleStore;
  health: () => Promise<NodeHealth>;
  metrics: Metrics;
  mayUpload: RateLimit;
  /** Uploads are refused when the store would hold more. */
  maxStoreBytes: number;
  logger: Logger;
}): Hono<{ Bindings: Bindings }> {
  const { store, health, metrics, mayUpload, maxStoreBytes, logger } = options;
  const app = new Hono<{ Bindings: Bindings }>();

  app.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD', 'PUT', 'POST'], maxAge: 86_400 }));
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.onError((error, c) => {
    const status = statusOf(error);
    if (status === 500) logger.error({ error, path: c.req.path }, 'request failed');
    const isKnown = error instanceof AppError;
    return c.json(
      { code: isKnown ? error.code : 'internal', message: isKnown ? error.message : 'Internal error' },
      status,
    );
  });
  app.notFound((c) => c.json({ code: 'input/invalid', message: 'No such page' }, 404));

  app.get('/ipfs/:cid', async (c) => {
    const cid = c.req.param('cid');
    const etag = `"${cid}"`;
    const isKnown = c.req.header('If-None-Match') === etag && (await store.has(cid));
    if (isKnown) return c.body(null, 304, { ETag: etag });
    const bytes = await store.get(cid);
    metrics.increase('openimo_store_reads_bytes_total', {}, bytes.length);
    return c.body(bytes, 200, {
      'Content-Type': 'application/octet-stream',
      // The bytes are someone's upload: never a page of this origin.
      'Content-Disposition': `attachment; filename="${cid}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'public, max-age=29030400, immutable',
      ETag: etag,
      'X-Ipfs-Path': `/ipfs/${cid}`,
    });
  });

  app.get('/bundles', async (c) => {
    const bundles: BundleSummary[] = [];
    for (const cid of await store.manifests()) {
      try {
        bundles.push({ cid, uri: uriOf(cid), manifest: parseManifest(await store.get(cid)) });
      } catch (error) {
        logger.warn({ error, cid }, 'manifest not listed');
      }
    }
    return c.json({ bundles });
  });

  const limit = bodyLimit({
    maxSize: MAX_UPLOAD_BYTES,
    onError: (c) => c.json({ code: 'input/invalid', message: `An upload has at most ${MAX_UPLOAD_BYTES} bytes` }, 413),
  });
  app.on(['POST', 'PUT'], '/bundles', limit, async (c) => {
    if (!mayUpload(c.env.remoteAddress)) {
      return c.json({ code: 'input/invalid', message: 'Too many uploads: wait a little' }, 429, {
        'Retry-After': '10',
      });
    }
    if ((await store.sizeBytes()) + MAX_UPLOAD_BYTES > maxStoreBytes) {
      return c.json({ code: 'input/invalid', message: 'The store of this node is full' }, 507);
    }
    const files = await readFiles(c.req.raw);
    const { cid, manifest } = await addBundle(store, files);
    logger.info({ cid, name: manifest.name }, 'bundle uploaded');
    return c.json({ cid, uri: uriOf(cid), manifest } satisfies BundleSummary, 201);
  });

  app.get('/health', async (c) => {
    const report = await health();
    return c.json(report, report.status === 'ok' ? 200 : 503, { 'Cache-Control': 'no-store' });
  });

  app.get('/metrics', (c) => c.text(metrics.render(), 200, { 'Content-Type': 'text/plain; version=0.0.4' }));
  return app;
}

/** The files of a form: each field's file, by the file's name. */
async function readFiles(request: Request): Promise<Map<string, Uint8Array>> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch (cause) {
    throw new AppError({ code: 'input/invalid', message: 'The upload is not a multipart form', cause });
  }
  const files = new Map<string, Uint8Array>();
  for (const [, value] of form) {
    if (value instanceof File) files.set(value.name, new Uint8Array(await value.arrayBuffer()));
  }
  return files;
}

function statusOf(error: unknown): 400 | 404 | 500 | 503 {
  if (!(error instanceof AppError)) return 500;
  switch (error.code) {
    case 'input/invalid':
      return 400;
    case 'store/not-found':
    case 'store/corrupt':
      return 404;
    case 'chain/unreachable':
      return 503;
    default:
      return 500;
  }
}
