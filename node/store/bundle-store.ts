import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cidOf, parseCid } from '../../lib/bundle/cid.ts';
import { AppError } from '../../lib/errors/app-error.ts';

/** Files by their CID, on disk. What comes out is what the CID names, or an error. */
export type BundleStore = {
  dir: string;
  /** Stores `bytes` and returns their CID. Storing the same bytes again does nothing. */
  put: (bytes: Uint8Array) => Promise<string>;
  /**
   * @throws AppError `store/not-found`, or `store/corrupt` after deleting a file whose bytes are no longer what its name
   * says, `input/invalid` for something that is no CID
   */
  get: (cid: string) => Promise<Uint8Array<ArrayBuffer>>;
  has: (cid: string) => Promise<boolean>;
  /** Remembers that `cid` is the manifest of a bundle, for `manifests`. */
  addManifest: (cid: string) => Promise<void>;
  /** CIDs of the known manifests, oldest first. */
  manifests: () => Promise<string[]>;
  /** Bytes of all files together. */
  sizeBytes: () => Promise<number>;
};

/** Opens the store in `dir`, which is made if it does not exist. */
export async function openBundleStore(dir: string): Promise<BundleStore> {
  const manifestsDir = path.join(dir, 'manifests');
  await mkdir(manifestsDir, { recursive: true });
  const fileOf = (cid: string) => path.join(dir, checkedCid(cid));

  const store: BundleStore = {
    dir,
    put: async (bytes) => {
      const cid = cidOf(bytes);
      if (await store.has(cid)) {
        // A corrupt copy must not survive a good one: reading deletes it.
        const isGood = await store.get(cid).then(
          () => true,
          () => false,
        );
        if (isGood) return cid;
      }
      await writeDurably(fileOf(cid), bytes);
      return cid;
    },
    get: async (cid) => {
      const file = fileOf(cid);
      let bytes: Uint8Array<ArrayBuffer>;
      try {
        bytes = Uint8Array.from(await readFile(file));
      } catch (cause) {
        if (codeOf(cause) !== 'ENOENT') throw cause;
        throw new AppError({
          code: 'store/not-found',
          message: `${cid} is not in the store`,
          cause,
          isRetryable: true,
        });
      }
      if (cidOf(bytes) !== cid) {
        await rm(file, { force: true });
        const message = `the stored file of ${cid} was damaged and is deleted`;
        throw new AppError({ code: 'store/corrupt', message, isRetryable: true });
      }
      return bytes;
    },
    has: (cid) =>
      stat(fileOf(cid)).then(
        (info) => info.isFile(),
        () => false,
      ),
    addManifest: (cid) => writeFile(path.join(manifestsDir, checkedCid(cid)), '', { flag: 'a' }),
    manifests: async () => {
      const names = await readdir(manifestsDir);
      const dated = await Promise.all(
        names.map(async (name) => ({ name, ms: (await stat(path.join(manifestsDir, name))).mtimeMs })),
      );
      return dated.sort((a, b) => a.ms - b.ms || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
    },
    sizeBytes: async () => {
      const names = await readdir(dir);
      const sizes = await Promise.all(
        names.map((name) =>
          stat(path.join(dir, name)).then(
            (info) => (info.isFile() ? info.size : 0),
            // Gone since it was listed.
            () => 0,
          ),
        ),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
  return store;
}

/** The CID itself: no other text ever becomes part of a path. */
function checkedCid(cid: string): string {
  try {
    return parseCid(cid);
  } catch (cause) {
    throw new AppError({ code: 'input/invalid', message: 'not a CIDv1 of a raw sha2-256 file', cause });
  }
}

/** A reader sees the whole file or none, also after a power cut. */
async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
