import { type FetchOptions, fetchBlock } from './bundle-store.ts';
import { cidOfUri } from './cid.ts';
import type { Manifest } from './manifest.ts';
import { openManifest } from './open-bundle.ts';

/** The manifest of the bundle behind a model's `uri`, checked against its CID. Throws AppError `store/*` or BundleError. */
export async function fetchManifest(uri: string, options: FetchOptions = {}): Promise<Manifest> {
  return openManifest({ cid: cidOfUri(uri), read: (cid) => fetchBlock(cid, options) });
}
