import { keccak_256 } from '@noble/hashes/sha3.js';

/** Bytes of a leaf, and of a node. */
export const CHUNK_BYTES = 32;

/** Hashes n pairs of 32-byte nodes, laid one after another, to n nodes. */
export type HashPairs = (pairs: Uint8Array) => Uint8Array;

/** keccak256 of each 64 bytes: the plain reading. */
export const hashPairs: HashPairs = (pairs) => {
  const nodes = new Uint8Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 64) nodes.set(keccak_256(pairs.subarray(at, at + 64)), at / 2);
  return nodes;
};

/** keccak256(left ‖ right). */
export function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak_256.create().update(left).update(right).digest();
}

/** Levels between the root and the leaves of a tree of `count` ≥ 1 leaves: ⌈log₂ count⌉. */
export function depthOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** How many nodes a tree of `count` leaves has at `height`; those beyond are zero nodes. */
export function countAt(count: number, height: number): number {
  return Math.ceil(count / 2 ** height);
}

const zeroNodes: Uint8Array[] = [new Uint8Array(CHUNK_BYTES)];

/** The root over 2^height zero chunks. Do not write to it. */
export function zeroNode(height: number): Uint8Array {
  for (let last = zeroNodes.at(-1); zeroNodes.length <= height && last !== undefined; last = zeroNodes.at(-1)) {
    zeroNodes.push(hashPair(last, last));
  }
  return zeroNodes[height] ?? new Uint8Array(CHUNK_BYTES);
}

/** Where a witness finds nodes: a tree that is all one's own, or one whose right part is another's. */
export type Nodes = {
  readonly count: number;
  readonly depth: number;
  /** The node number `index` of `height`; a zero node beyond the end. 32 bytes, not to be written to. */
  node(height: number, index: number): Uint8Array;
};

/** The one Merkle tree: unhashed 32-byte leaves, zero-padded on the right. Spec: docs/op-spec.md, "Tree". */
export class Tree implements Nodes {
  readonly count: number;
  readonly depth: number;
  readonly #levels: readonly Uint8Array[];

  private constructor(leaves: Uint8Array, hash: HashPairs) {
    this.count = leaves.length / CHUNK_BYTES;
    this.depth = depthOf(this.count);
    const levels = [leaves];
    for (let height = 0; height < this.depth; height++) levels.push(hash(evenly(levels[height] ?? leaves, height)));
    this.#levels = levels;
  }

  /** The tree over the chunks of `bytes`, of which there is at least one. */
  static ofBytes(bytes: Uint8Array, hash: HashPairs = hashPairs): Tree {
    const leaves = new Uint8Array(Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES)) * CHUNK_BYTES);
    leaves.set(bytes);
    return new Tree(leaves, hash);
  }

  /** The tree over 32-byte leaves, of which there is at least one. */
  static ofLeaves(leaves: readonly Uint8Array[], hash: HashPairs = hashPairs): Tree {
    const bytes = new Uint8Array(leaves.length * CHUNK_BYTES);
    leaves.forEach((leaf, index) => {
      bytes.set(leaf, index * CHUNK_BYTES);
    });
    return Tree.ofBytes(bytes, hash);
  }

  get root(): Uint8Array {
    return this.node(this.depth, 0);
  }

  node(height: number, index: number): Uint8Array {
    const level = this.#levels[height];
    const at = index * CHUNK_BYTES;
    return level === undefined || at >= level.length ? zeroNode(height) : level.subarray(at, at + CHUNK_BYTES);
  }

  /** The neighbours of node `index` of height `from`, up to height `to`. */
  path(index: number, { from = 0, to = this.depth }: { from?: number; to?: number } = {}): Uint8Array[] {
    return pathOf(this, index, { from, to });
  }

  /** The bytes that show bytes [first, first + length). */
  slice(first: number, length: number): Uint8Array {
    return sliceOf(this, first, length);
  }
}

/** The neighbours of node `index` of height `from`, up to height `to`, those beyond the end left out ("Path"). */
export function pathOf(nodes: Nodes, index: number, { from, to }: { from: number; to: number }): Uint8Array[] {
  const path: Uint8Array[] = [];
  for (let height = from, at = index; height < to; height++, at >>>= 1) {
    const neighbour = at ^ 1;
    if (neighbour < countAt(nodes.count, height)) path.push(nodes.node(height, neighbour));
  }
  return path;
}

/** The chunks that hold bytes [first, first + length), length ≥ 1, and their neighbours ("Slice"). */
export function sliceOf(nodes: Nodes, first: number, length: number): Uint8Array {
  let left = Math.floor(first / CHUNK_BYTES);
  let right = Math.floor((first + length - 1) / CHUNK_BYTES);
  const parts: Uint8Array[] = [];
  for (let chunk = left; chunk <= right; chunk++) parts.push(nodes.node(0, chunk));
  for (let height = 0; height < nodes.depth; height++, left >>>= 1, right >>>= 1) {
    if (left % 2 === 1) parts.push(nodes.node(height, left - 1));
    if (right % 2 === 0 && right + 1 < countAt(nodes.count, height)) parts.push(nodes.node(height, right + 1));
  }
  return concat(parts);
}

/** The parts, one after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The level with a zero node added where its number of nodes is odd. */
function evenly(level: Uint8Array, height: number): Uint8Array {
  if ((level.length / CHUNK_BYTES) % 2 === 0) return level;
  const even = new Uint8Array(level.length + CHUNK_BYTES);
  even.set(level);
  even.set(zeroNode(height), level.length);
  return even;
}
