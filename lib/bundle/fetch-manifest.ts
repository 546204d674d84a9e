import { fetchByCid } from './bundle-store.ts';
import { cidOfUri } from './cid.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** The manifest behind a model's `uri`, checked against its CID. Throws AppError `store/*` or BundleError. */
export async function fetchManifest(uri: string, fetchFn: typeof fetch = fetch): Promise<Manifest> {
  return parseManifest(await fetchByCid(cidOfUri(uri), fetchFn));
}
