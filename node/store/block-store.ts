import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Block } from '../../lib/bundle/block.ts';
import { codecOf, verifyCid } from '../../lib/bundle/cid.ts';
import { AppError } from '../../lib/errors/app-error.ts';

/** Blocks by their CID, one file each. What comes out is what the CID names, or an error. */
export type BlockStore = {
  readonly dir: string;
  /** Keeps a block that was checked against its CID. Keeping it again does nothing. */
  put: (block: Block) => Promise<void>;
  /**
   * @throws AppError `store/not-found`, or `store/corrupt` after deleting a file whose bytes are no longer what its name
   * says, `input/invalid` for something that is no CID
   */
  get: (cid: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Whether the block is there, unread. */
  has: (cid: string) => Promise<boolean>;
  delete: (cid: string) => Promise<void>;
  /** The CIDs of all blocks, in no order. */
  list: () => AsyncGenerator<string>;
  /** Deletes what a crash left half-written. Not while anybody writes. */
  tidy: () => Promise<void>;
  /** Moves a block in from another store on the same disk. */
  takeFrom: (other: BlockStore, cid: string) => Promise<void>;
};

/** Opens the blocks in `dir`, which is made when the first one is put. */
export function openBlockStore(dir: string): BlockStore {
  // The last letters of a CID are spread evenly, the first are all alike.
  const folderOf = (cid: string) => path.join(dir, checkedCid(cid).slice(-2));
  const fileOf = (cid: string) => path.join(folderOf(cid), cid);

  const get = async (cid: string): Promise<Uint8Array<ArrayBuffer>> => {
    const file = fileOf(cid);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = Uint8Array.from(await readFile(file));
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw cause;
      throw new AppError({ code: 'store/not-found', message: `${cid} is not in the store`, cause, isRetryable: true });
    }
    try {
      verifyCid({ cid, bytes });
    } catch (cause) {
      await rm(file, { force: true });
      const message = `the stored block ${cid} was damaged and is deleted`;
      throw new AppError({ code: 'store/corrupt', message, cause, isRetryable: true });
    }
    return bytes;
  };

  /** True when a good copy is there; a damaged one is deleted by reading it. */
  const isGood = (cid: string): Promise<boolean> =>
    get(cid).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError) return false;
        throw error;
      },
    );

  return {
    dir,
    get,
    put: async ({ cid, bytes }) => {
      const folder = folderOf(cid);
      if (await isGood(cid)) return;
      await mkdir(folder, { recursive: true });
      await writeDurably(fileOf(cid), bytes);
    },
    has: (cid) =>
      stat(fileOf(cid)).then(
        (info) => info.isFile(),
        () => false,
      ),
    delete: (cid) => rm(fileOf(cid), { force: true }),
    list: async function* () {
      for (const folder of await namesIn(dir)) {
        for (const name of await namesIn(path.join(dir, folder))) if (isCid(name)) yield name;
      }
    },
    tidy: async () => {
      for (const folder of await namesIn(dir)) {
        for (const name of await namesIn(path.join(dir, folder))) {
          if (name.endsWith('.tmp')) await rm(path.join(dir, folder, name), { force: true });
        }
      }
    },
    takeFrom: async (other, cid) => {
      const folder = folderOf(cid);
      await mkdir(folder, { recursive: true });
      // Replaces what is there: the other's bytes have just been checked.
      await rename(path.join(other.dir, cid.slice(-2), cid), fileOf(cid));
    },
  };
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

function isCid(text: string): boolean {
  try {
    codecOf(text);
    return true;
  } catch {
    return false;
  }
}

/** The CID itself: no other text ever becomes part of a path. */
function checkedCid(cid: string): string {
  if (isCid(cid)) return cid;
  throw new AppError({ code: 'input/invalid', message: 'not a CIDv1 (raw or dag-pb, sha2-256, base32)' });
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
