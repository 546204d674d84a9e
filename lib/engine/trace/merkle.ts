import { keccak_256 } from '@noble/hashes/sha3.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const ROOT = Uint8Array.of(2);

/** keccak256(0x00 ‖ tensor bytes). */
export function leafHash(bytes: Uint8Array): Uint8Array {
  return keccak_256.create().update(LEAF).update(bytes).digest();
}

/** keccak256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak_256.create().update(NODE).update(left).update(right).digest();
}

/**
 * The root over leaf hashes: the list is padded to a power of two with 32 zero bytes, hashed pairwise, and the number
 * of real leaves is bound in last: keccak256(0x02 ‖ u32be(count) ‖ top). Spec: docs/op-spec.md, "Trace, version 0".
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let level: readonly Uint8Array[] = leaves;
  let padding: Uint8Array = new Uint8Array(32);
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(nodeHash(level[i] ?? padding, level[i + 1] ?? padding));
    padding = nodeHash(padding, padding);
    level = above;
  }
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, leaves.length);
  return keccak_256
    .create()
    .update(ROOT)
    .update(count)
    .update(level[0] ?? padding)
    .digest();
}
