import type { ReadBlock } from '../../lib/bundle/block.ts';
import { writeCar } from '../../lib/bundle/car.ts';
import { BundleError, type BundleErrorCode } from '../../lib/bundle/error.ts';
import type { Manifest } from '../../lib/bundle/manifest.ts';
import { openManifest } from '../../lib/bundle/open-bundle.ts';
import { cidsBelow, walkDag } from '../../lib/bundle/walk-dag.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import { receiveBundle } from './admit-bundle.ts';
import type { BundleStore } from './bundle-store.ts';
import { createGatewayClient } from './gateway-client.ts';

/** Gets bundles into the store from wherever they are. */
export type BundleSource = {
  /**
   * Makes sure that every block of the bundle is in the store, and notes that the chain uses it.
   *
   * @throws AppError `store/not-found` (retryable) while blocks are missing; for good when the bundle is not sound
   */
  ensureBundle: (cid: string) => Promise<Manifest>;
  /** A block of the store; one that is found damaged is fetched anew. Nothing else is fetched for it. Throws AppError `store/*`. */
  readBlock: ReadBlock;
};

/** A bundle that has not come in this time is given up for now. */
const FETCH_TIMEOUT_MS = 15 * 60_000;

/** A source that looks in `store` first and then asks the `gateways` in order. */
export function createBundleSource(options: {
  store: BundleStore;
  gateways: readonly string[];
  logger: Logger;
  fetchFn?: typeof fetch;
}): BundleSource {
  const { store, logger } = options;
  const clients = options.gateways.map((url) => createGatewayClient(url, options.fetchFn));

  /** A block that a kept bundle has lost, from the first gateway that has it. */
  const mend: ReadBlock = async (cid) => {
    for (const client of clients) {
      try {
        const bytes = await client.block(cid);
        await store.mend({ cid, bytes });
        return bytes;
      } catch (error) {
        logger.warn({ error, gateway: client.url, cid }, 'gateway did not give the block');
      }
    }
    throw notFound(cid);
  };

  const read: ReadBlock = async (cid) => {
    try {
      return await store.blocks.get(cid);
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (error.code === 'store/corrupt') logger.error({ error, cid }, 'stored block damaged: fetching it again');
      return mend(cid);
    }
  };

  const fetchBundle = async (cid: string): Promise<void> => {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    for (const client of clients) {
      for (const how of ['car', 'blocks'] as const) {
        try {
          const readOne: ReadBlock = (one) => client.block(one, signal);
          const stream = how === 'car' ? await client.car(cid, signal) : writeCar(cid, walkDag({ cid, read: readOne }));
          await receiveBundle(store, stream, { origin: 'gateway', root: cid });
          logger.info({ gateway: client.url, cid, how }, 'bundle fetched');
          return;
        } catch (error) {
          logger.warn({ error, gateway: client.url, cid, how }, 'gateway did not give the bundle');
          if (isUnsound(error) || isFull(error)) throw error;
        }
      }
    }
    throw notFound(cid);
  };

  /** Every block of a bundle whose blocks were all read once. */
  const checked = new Map<string, { manifest: Manifest; cids: readonly string[] }>();

  const check = async (cid: string): Promise<Manifest> => {
    const known = checked.get(cid);
    if (known !== undefined) {
      // What was read once is only looked for: whoever reads it next checks it again, and deletes what is damaged.
      for (const one of known.cids) if (!(await store.blocks.has(one))) await mend(one);
      return known.manifest;
    }
    const cids: string[] = [];
    for await (const one of cidsBelow({ cid, read })) {
      await read(one);
      cids.push(one);
    }
    const manifest = await openManifest({ cid, read });
    checked.set(cid, { manifest, cids });
    return manifest;
  };

  const ensure = async (cid: string): Promise<Manifest> => {
    if (!store.bundles().some((bundle) => bundle.cid === cid)) {
      checked.delete(cid);
      await fetchBundle(cid);
    }
    const manifest = await check(cid);
    await store.use(cid);
    return manifest;
  };

  const underWay = new Map<string, Promise<Manifest>>();
  return {
    readBlock: async (cid) => {
      try {
        return await store.blocks.get(cid);
      } catch (error) {
        if (!isMissing(error) || error.code !== 'store/corrupt') throw error;
        logger.error({ error, cid }, 'stored block damaged: fetching it again');
        return mend(cid);
      }
    },
    ensureBundle: (cid) => {
      const running = underWay.get(cid);
      if (running !== undefined) return running;
      const started = ensure(cid).finally(() => underWay.delete(cid));
      underWay.set(cid, started);
      return started;
    },
  };
}

function isMissing(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'store/not-found' || error.code === 'store/corrupt');
}

/** Faults of what a gateway sent, where another one may send better. */
const SENDERS_FAULTS: readonly BundleErrorCode[] = [
  'bundle/bad-car',
  'bundle/cid-mismatch',
  'bundle/not-found',
  'bundle/bad-cid',
  'bundle/too-large',
];

/** All blocks are those that the CID names, and they are no sound bundle: nobody has better ones. */
function isUnsound(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'input/invalid') return false;
  return !(error.cause instanceof BundleError && SENDERS_FAULTS.includes(error.cause.code));
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'store/full';
}

function notFound(cid: string): AppError {
  const message = `${cid} is neither in the store nor at a gateway`;
  return new AppError({ code: 'store/not-found', message, isRetryable: true });
}
