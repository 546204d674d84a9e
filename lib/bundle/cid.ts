import { sha256 } from '@noble/hashes/sha2.js';
import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';
import { BundleError } from './error.ts';

const RAW = 0x55;
const SHA2_256 = 0x12;

/** CIDv1 (raw, sha2-256, base32) of a file's bytes. */
export function cidOf(bytes: Uint8Array): string {
  return CID.createV1(RAW, createDigest(SHA2_256, sha256(bytes))).toString();
}

/** Throws `bundle/cid-mismatch` unless `bytes` are what `cid` names. */
export function verifyCid({ cid, bytes }: { cid: string; bytes: Uint8Array }): void {
  parseCid(cid);
  const actual = cidOf(bytes);
  if (actual !== cid) throw new BundleError('bundle/cid-mismatch', `Asked for ${cid} but got the bytes of ${actual}.`);
}

/** A CID in the one form bundles use, unchanged; throws `bundle/bad-cid` for any other text. */
export function parseCid(text: string): string {
  let parsed: CID;
  try {
    parsed = CID.parse(text);
  } catch (cause) {
    throw new BundleError('bundle/bad-cid', `Not a CID: ${text.slice(0, 80)}.`, cause);
  }
  if (parsed.version !== 1 || parsed.code !== RAW || parsed.multihash.code !== SHA2_256 || parsed.toString() !== text) {
    throw new BundleError('bundle/bad-cid', `Not a CIDv1 of a raw sha2-256 file in base32: ${text.slice(0, 80)}.`);
  }
  return text;
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
