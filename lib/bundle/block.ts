import { AppError } from '../errors/app-error.ts';
import { verifyCid } from './cid.ts';
import { BundleError } from './error.ts';

/** The largest block that is read or written: twice what `ipfs add` makes at most, and what IPFS itself exchanges. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/** One block and its name. Where it comes from is said to have checked that they belong together. */
export type Block = { readonly cid: string; readonly bytes: Uint8Array };

/** Fetches the block a CID names, from anywhere: whatever comes back is checked. */
export type ReadBlock = (cid: string) => Promise<Uint8Array>;

/** The block of `cid`, checked. Throws what `read` knows of it, else `bundle/not-found`; `bundle/cid-mismatch` for other bytes. */
export async function readBlock(read: ReadBlock, cid: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await read(cid);
  } catch (cause) {
    if (cause instanceof BundleError || cause instanceof AppError) throw cause;
    throw new BundleError('bundle/not-found', `Could not read ${cid}.`, cause);
  }
  if (bytes.length > MAX_BLOCK_BYTES)
    throw new BundleError(
      'bundle/too-large',
      `The block ${cid} has ${bytes.length} bytes, more than ${MAX_BLOCK_BYTES}.`,
    );
  verifyCid({ cid, bytes });
  return bytes;
}

/** Reads from blocks at hand. */
export function readFromBlocks(blocks: ReadonlyMap<string, Uint8Array>): ReadBlock {
  return async (cid) => {
    const bytes = blocks.get(cid);
    if (bytes === undefined) throw new BundleError('bundle/not-found', `The block ${cid} is missing.`);
    return bytes;
  };
}
