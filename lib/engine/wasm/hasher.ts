import { CHUNK_BYTES, type HashPairs } from '../trace/tree.ts';
import { type Kernel, reserve } from './kernel.ts';

const PAIR_BYTES = 2 * CHUNK_BYTES;

/** Pairs that are hashed in one call: the memory that a hasher takes is bounded by them. */
const PAIRS_AT_ONCE = 1 << 14;

/** keccak256 of each pair, two at a time: the HashPairs of lib/engine/trace/tree.ts. Takes a kernel for itself. */
export function hasherOf(kernel: Kernel): HashPairs {
  const base = Math.ceil((kernel.heapBase() >>> 0) / 64) * 64;
  reserve(kernel, base + PAIRS_AT_ONCE * PAIR_BYTES);
  return (pairs) => {
    const memory = new Uint8Array(kernel.memory.buffer);
    const nodes = new Uint8Array(pairs.length / 2);
    for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE * PAIR_BYTES) {
      const part = pairs.subarray(at, at + PAIRS_AT_ONCE * PAIR_BYTES);
      memory.set(part, base);
      kernel.hashPairs(base, part.length / PAIR_BYTES, base);
      nodes.set(memory.subarray(base, base + part.length / 2), at / 2);
    }
    return nodes;
  };
}
