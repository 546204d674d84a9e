import { sha256 } from '@noble/hashes/sha2.js';
import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';
import { BundleError } from './error.ts';

/** What a block holds: bytes of a file as they are, or a node of a UnixFS tree. */
export type BlockCodec = 'raw' | 'dag-pb';

const CODES: Readonly<Record<BlockCodec, number>> = { raw: 0x55, 'dag-pb': 0x70 };
const SHA2_256 = 0x12;

/** CIDv1 (sha2-256, base32) of one block. A file of at most one chunk has the CID of its bytes as a raw block. */
export function cidOf(bytes: Uint8Array, codec: BlockCodec = 'raw'): string {
  return CID.createV1(CODES[codec], createDigest(SHA2_256, sha256(bytes))).toString();
}

/** Throws `bundle/cid-mismatch` unless `bytes` are the block that `cid` names. */
export function verifyCid({ cid, bytes }: { cid: string; bytes: Uint8Array }): void {
  const actual = cidOf(bytes, codecOf(cid));
  if (actual !== cid) throw new BundleError('bundle/cid-mismatch', `Asked for ${cid} but got the bytes of ${actual}.`);
}

/** A CID in the one form bundles use, unchanged; throws `bundle/bad-cid` for any other text. */
export function parseCid(text: string): string {
  codecOf(text);
  return text;
}

/** What the block of a CID holds; throws `bundle/bad-cid` for a CID in another form than bundles use. */
export function codecOf(text: string): BlockCodec {
  let parsed: CID;
  try {
    parsed = CID.parse(text);
  } catch (cause) {
    throw new BundleError('bundle/bad-cid', `Not a CID: ${text.slice(0, 80)}.`, cause);
  }
  const codec = parsed.code === CODES.raw ? 'raw' : parsed.code === CODES['dag-pb'] ? 'dag-pb' : null;
  if (parsed.version !== 1 || codec === null || parsed.multihash.code !== SHA2_256 || parsed.toString() !== text) {
    throw new BundleError('bundle/bad-cid', `Not a CIDv1 (raw or dag-pb, sha2-256, base32): ${text.slice(0, 80)}.`);
  }
  return codec;
}

/** `ipfs://<cid>`, as the chain stores it. */
export function uriOf(cid: string): `ipfs://${string}` {
  return `ipfs://${cid}`;
}

/** The CID in an `ipfs://<cid>` URI; throws `bundle/bad-cid`. */
export function cidOfUri(uri: string): string {
  if (!uri.startsWith('ipfs://'))
    throw new BundleError('bundle/bad-cid', `Not an ipfs:// address: ${uri.slice(0, 80)}.`);
  return parseCid(uri.slice('ipfs://'.length));
}
