import { countAt, depthOf, hashPair, type Tree, zeroNode } from '../engine/trace/tree.ts';
import { DisputeError } from './error.ts';
import { type Span, spanBelow } from './schedule.ts';

/**
 * The other side's tree as far as it is known: what it has revealed, what follows from that, and all below a node that is equal to one's
 * own. What is revealed goes before one's own, so that a proof has the neighbours that lead to the other's root.
 */
export class MixedTree {
  readonly count: number;
  readonly depth: number;
  readonly #own: Tree;
  readonly #revealed = new Map<number, Uint8Array>();

  /** Nothing is revealed yet, so the tree is one's own; `root` is the other's, where it is known already. */
  constructor(own: Tree, root?: Uint8Array) {
    this.#own = own;
    this.count = own.count;
    this.depth = depthOf(own.count);
    if (root !== undefined) this.#revealed.set(keyOf(this.depth, 0), root);
  }

  /** Takes in the nodes of one reveal and all that they hash to. */
  reveal(height: number, index: number, nodes: readonly Uint8Array[]): void {
    const span = spanBelow({ leaves: this.count, height, index });
    if (nodes.length !== span.count) {
      throw new DisputeError('dispute/moves', `A reveal has ${nodes.length} nodes, not ${span.count}.`);
    }
    nodes.forEach((node, i) => {
      this.#revealed.set(keyOf(span.height, span.first + i), node);
    });
    let level: readonly Uint8Array[] = nodes;
    for (let at = span.height, first = span.first; at < height; at++, first /= 2) {
      const zero = zeroNode(at);
      const above: Uint8Array[] = [];
      for (let i = 0; i < level.length; i += 2) above.push(hashPair(level[i] ?? zero, level[i + 1] ?? zero));
      above.forEach((node, i) => {
        this.#revealed.set(keyOf(at + 1, first / 2 + i), node);
      });
      level = above;
    }
  }

  /** Which of the nodes of a span is the first that differs from one's own; undefined when all agree. Index within the tree. */
  firstDifference({ height, first, count }: Span): number | undefined {
    for (let index = first; index < first + count; index++) {
      if (!equal(this.node(height, index), this.#own.node(height, index))) return index;
    }
    return undefined;
  }

  /** Whether the other's node is one's own. */
  agrees(height: number, index: number): boolean {
    const node = this.tryNode(height, index);
    return node !== undefined && equal(node, this.#own.node(height, index));
  }

  /** A node of the other's tree. Throws `dispute/unknown-node`. */
  node(height: number, index: number): Uint8Array {
    const node = this.tryNode(height, index);
    if (node === undefined) {
      throw new DisputeError('dispute/unknown-node', `Node ${index} at height ${height} was not revealed.`);
    }
    return node;
  }

  /** A node of the other's tree; undefined where it lies below a revealed node that differs from one's own. */
  tryNode(height: number, index: number): Uint8Array | undefined {
    if (index >= countAt(this.count, height)) return zeroNode(height);
    for (let up = height, at = index; up <= this.depth; up++, at = Math.floor(at / 2)) {
      const revealed = this.#revealed.get(keyOf(up, at));
      if (revealed === undefined) continue;
      if (up === height) return revealed;
      return equal(revealed, this.#own.node(up, at)) ? this.#own.node(height, index) : undefined;
    }
    return this.#own.node(height, index);
  }

  get root(): Uint8Array {
    return this.node(this.depth, 0);
  }
}

/** SAFETY: fewer than 2^32 nodes of one height, fewer than 2^6 heights: below 2^53. */
function keyOf(height: number, index: number): number {
  return height * 2 ** 32 + index;
}

/** Whether two hashes or chunks are the same. */
export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
