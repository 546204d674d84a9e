import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ReadBlock } from '../../lib/bundle/block.ts';
import { uriOf } from '../../lib/bundle/cid.ts';
import { BundleError } from '../../lib/bundle/error.ts';
import { manifestFile } from '../../lib/bundle/manifest.ts';
import { openManifest } from '../../lib/bundle/open-bundle.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { NodeHealth, SentBundleSummary } from '../../lib/schema/node-api.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { BundleStore } from '../store/bundle-store.ts';
import { createGateway } from './gateway.ts';
import { createUpload, type UploadTools } from './upload.ts';

/** What the HTTP server hands to each call. */
export type Bindings = { remoteAddress: string };

/** Headers of answers that a page of another site may read. */
const EXPOSED = ['Content-Length', 'Content-Range', 'ETag', 'X-Ipfs-Path', 'X-Ipfs-Roots'];

/** The node's HTTP interface: blocks by CID, bundles, health and metrics. */
export function createApp(options: {
  store: BundleStore;
  readBlock: ReadBlock;
  health: () => Promise<NodeHealth>;
  metrics: Metrics;
  upload: Pick<UploadTools, 'mayUpload' | 'limits' | 'nowMs' | 'onAdded'>;
  logger: Logger;
}): Hono<{ Bindings: Bindings }> {
  const { store, readBlock, health, metrics, logger } = options;
  const app = new Hono<{ Bindings: Bindings }>();

  app.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD', 'PUT', 'POST'], maxAge: 86_400, exposeHeaders: EXPOSED }));
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.onError((error, c) => {
    const status = statusOf(error);
    if (status === 500) logger.error({ error, path: c.req.path }, 'request failed');
    const isKnown = error instanceof AppError || error instanceof BundleError;
    return c.json(
      { code: isKnown ? error.code : 'internal', message: isKnown ? error.message : 'Internal error' },
      status,
    );
  });
  app.notFound((c) => c.json({ code: 'input/invalid', message: 'No such page' }, 404));

  app.get('/ipfs/*', createGateway({ read: readBlock, metrics }));

  app.get('/bundles', async (c) => {
    const bundles: SentBundleSummary[] = [];
    for (const { cid } of store.bundles()) {
      try {
        bundles.push({ cid, uri: uriOf(cid), manifest: manifestFile(await openManifest({ cid, read: readBlock })) });
      } catch (error) {
        logger.warn({ error, cid }, 'manifest not listed');
      }
    }
    return c.json({ bundles });
  });

  app.on(['POST', 'PUT'], '/bundles', createUpload({ store, metrics, logger, ...options.upload }));

  app.get('/health', async (c) => {
    const report = await health();
    return c.json(report, report.status === 'ok' ? 200 : 503, { 'Cache-Control': 'no-store' });
  });

  app.get('/metrics', (c) => {
    metrics.set('openimo_store_bytes', store.sizeBytes());
    return c.text(metrics.render(), 200, { 'Content-Type': 'text/plain; version=0.0.4' });
  });
  return app;
}

function statusOf(error: unknown): 400 | 404 | 500 | 503 {
  // A block that is there but no UnixFS, or whose parts are away.
  if (error instanceof BundleError) return error.code === 'bundle/not-found' ? 404 : 400;
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
