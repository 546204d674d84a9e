import { cidOf } from '../../lib/bundle/cid.ts';
import { type Manifest, parseManifest } from '../../lib/bundle/manifest.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import type { BundleStore } from './bundle-store.ts';

/** The largest file taken from a gateway. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
const GATEWAY_TIMEOUT_MS = 20_000;

/** Gets files into the store from wherever they are. */
export type BundleSource = {
  /** The bytes of `cid`: from the store, else from a gateway into the store. Throws `AppError` `store/*`. */
  fetch: (cid: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Makes sure that every file of the bundle is in the store, and remembers its manifest. */
  ensureBundle: (cid: string) => Promise<Manifest>;
};

/** A source that looks in `store` first and then asks the `gateways` in order. */
export function createBundleSource(options: {
  store: BundleStore;
  gateways: readonly string[];
  logger: Logger;
  fetchFile?: typeof fetch;
}): BundleSource {
  const { store, gateways, logger, fetchFile = fetch } = options;

  const fromGateways = async (cid: string): Promise<Uint8Array<ArrayBuffer>> => {
    for (const gateway of gateways) {
      try {
        const bytes = await download(fetchFile, `${gateway}/ipfs/${cid}?format=raw`);
        if (cidOf(bytes) !== cid) throw new Error('the gateway sent other bytes');
        await store.put(bytes);
        return bytes;
      } catch (error) {
        logger.warn({ error, gateway, cid }, 'gateway did not give the file');
      }
    }
    const message = `${cid} is neither in the store nor at a gateway`;
    throw new AppError({ code: 'store/not-found', message, isRetryable: true });
  };

  const checked = new Map<string, Manifest>();

  const source: BundleSource = {
    fetch: async (cid) => {
      try {
        return await store.get(cid);
      } catch (error) {
        const isMissing =
          error instanceof AppError && (error.code === 'store/not-found' || error.code === 'store/corrupt');
        if (!isMissing) throw error;
        if (error.code === 'store/corrupt') logger.error({ error, cid }, 'stored file damaged: fetching it again');
        return fromGateways(cid);
      }
    },
    ensureBundle: async (cid) => {
      const manifest = checked.get(cid) ?? parseManifest(await source.fetch(cid));
      const isChecked = checked.has(cid);
      for (const file of [manifest.program, manifest.weights, manifest.card]) {
        // What was read once is only looked for: whoever reads it next checks it again, and deletes what is damaged.
        if (!isChecked || !(await store.has(file.cid))) await source.fetch(file.cid);
      }
      if (!isChecked) await store.addManifest(cid);
      checked.set(cid, manifest);
      return manifest;
    },
  };
  return source;
}

/** Reads a response whole, but never more than the limit, whatever its headers say. */
async function download(fetchFile: typeof fetch, url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchFile(url, { signal: AbortSignal.timeout(GATEWAY_TIMEOUT_MS), redirect: 'follow' });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MAX_FILE_BYTES) {
      await reader.cancel();
      throw new Error(`more than ${MAX_FILE_BYTES} bytes`);
    }
    chunks.push(part.value);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
