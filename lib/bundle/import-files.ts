import { importer } from 'ipfs-unixfs-importer';
import type { CID } from 'multiformats/cid';
import { BundleError } from './error.ts';

/** A directory as IPFS keeps it: its CID, and every block below by its CID. */
export type ImportedFiles = { readonly cid: string; readonly blocks: ReadonlyMap<string, Uint8Array> };

/** What `ipfs add --cid-version 1` does: chunks of 256 KiB as raw leaves, 174 links a node, small directories in one block. */
const AS_KUBO = { profile: 'unixfs-v0-2015', cidVersion: 1, rawLeaves: true } as const;

/** Makes a UnixFS directory of files. Its CID is what `ipfs add --cid-version 1 -r` gives for a folder with these files. */
export async function importFiles(files: ReadonlyMap<string, Uint8Array>): Promise<ImportedFiles> {
  if (globalThis.crypto?.subtle === undefined)
    throw new BundleError(
      'bundle/bad-files',
      'This browser hashes files only on pages served over HTTPS or localhost.',
    );
  const blocks = new Map<string, Uint8Array>();
  const blockstore = {
    put: async (cid: CID, bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<CID> => {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('the importer gives whole blocks');
      blocks.set(cid.toString(), bytes);
      return cid;
    },
  };
  const source = [...files].map(([name, content]) => {
    if (/^\.{0,2}$|[/\\\0]/.test(name)) throw new BundleError('bundle/bad-files', `Not a file name: ${name}.`);
    return { path: `bundle/${name}`, content };
  });
  let cid: string | undefined;
  for await (const entry of importer(source, blockstore, AS_KUBO)) {
    // The directory comes last.
    cid = entry.cid.toString();
  }
  if (cid === undefined) throw new BundleError('bundle/bad-files', 'There are no files to import.');
  return { cid, blocks };
}
