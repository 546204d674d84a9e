import { hashTwo } from './keccak';

const CHUNK: i32 = 32;

/** Z_k: the root of 2^k zero chunks, for every height a tree here can have. */
const HEIGHTS: i32 = 33;
const ZEROS = memory.data(33 * 32, 16);

/** A pair that waits for a second one, because two are hashed at once. */
let waitingPair: usize = 0;
let waitingTo: usize = 0;
const NOWHERE = memory.data(32, 16);

/** Fills ZEROS. Once for each memory, before anything else here. */
export function prepareZeros(): void {
  const pair = memory.data(64, 16);
  for (let height = 1; height < HEIGHTS; height++) {
    const below = ZEROS + (height - 1) * CHUNK;
    memory.copy(pair, below, CHUNK);
    memory.copy(pair + CHUNK, below, CHUNK);
    hashTwo(pair, pair, ZEROS + height * CHUNK, NOWHERE);
  }
}

// @ts-ignore: decorator
@inline
function hash(pair: usize, to: usize): void {
  if (waitingPair === 0) {
    waitingPair = pair;
    waitingTo = to;
  } else {
    hashTwo(waitingPair, pair, waitingTo, to);
    waitingPair = 0;
  }
}

function flush(): void {
  if (waitingPair !== 0) hashTwo(waitingPair, waitingPair, waitingTo, NOWHERE);
  waitingPair = 0;
}

/** Hashes the pairs of `count` nodes of one height at `from` to `to` (which may be `from`); room for one more node. */
// @ts-ignore: decorator
@inline
function hashLevel(from: usize, count: i32, height: i32, to: usize): i32 {
  if (count & 1) memory.copy(from + count * CHUNK, ZEROS + height * CHUNK, CHUNK);
  const above = (count + 1) >> 1;
  for (let i = 0; i < above; i++) hash(from + 2 * i * CHUNK, to + i * CHUNK);
  return above;
}

/**
 * The root at `height` of the chunks at `from` to `to`; 2^height ≥ count. `nodes` has room for half of the chunks and
 * two more, `from` for one more chunk.
 */
export function rootOf(from: usize, count: i32, height: i32, nodes: usize, to: usize): void {
  for (let at = 0; at < height; at++) {
    count = hashLevel(from, count, at, nodes);
    flush();
    from = nodes;
  }
  memory.copy(to, from, CHUNK);
}

/** keccak256 of each of `count` pairs of nodes at `from`, to `to`. */
export function hashPairs(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) hash(from + 2 * i * CHUNK, to + i * CHUNK);
  flush();
}

/** Depth of a tree of `count` leaves. */
export function depthOf(count: i32): i32 {
  return count <= 1 ? 0 : 32 - clz<i32>(count - 1);
}

/** One tensor of a list: where its bytes are, how many chunks, and room for its nodes. */
@unmanaged
class Listed {
  from: usize;
  chunks: i32;
  nodes: usize;
  unused: i32;
}

/**
 * The roots of `count` listed tensors, side by side at `to`. Level by level over all of them, so that the pairs of
 * different tensors share a permutation.
 */
export function rootsOf(list: usize, count: i32, to: usize): void {
  let isDone = false;
  for (let height = 0; !isDone; height++) {
    isDone = true;
    for (let i = 0; i < count; i++) {
      const item = changetype<Listed>(list + i * offsetof<Listed>());
      const width = levelWidth(item.chunks, height);
      const from = height === 0 ? item.from : item.nodes;
      if (width > 1) {
        hashLevel(from, width, height, item.nodes);
        isDone = false;
      } else if (height === 0 || levelWidth(item.chunks, height - 1) > 1) {
        memory.copy(to + i * CHUNK, from, CHUNK); // the level below is done: it was flushed
      }
    }
    flush();
  }
}

/** Bytes from one tree of `count` leaves to the next where many lie side by side: one more node makes a level even. */
export function rootsStride(count: i32): i32 {
  return (count + 1) * CHUNK;
}

/**
 * The roots of `trees` trees of `count` leaves each, side by side at `to`. The trees lie at `from`, `rootsStride` apart, and are hashed
 * in place, level by level over all of them, so that pairs of different trees share a permutation.
 */
export function rootsSideBySide(from: usize, trees: i32, count: i32, to: usize): void {
  const stride = rootsStride(count);
  const depth = depthOf(count);
  for (let height = 0; height < depth; height++) {
    const width = levelWidth(count, height);
    for (let i = 0; i < trees; i++) hashLevel(from + i * stride, width, height, from + i * stride);
    flush();
  }
  for (let i = 0; i < trees; i++) memory.copy(to + i * CHUNK, from + i * stride, CHUNK);
}

/** Nodes of the level `height` above `chunks`. */
// @ts-ignore: decorator
@inline
function levelWidth(chunks: i32, height: i32): i32 {
  return (chunks + (1 << height) - 1) >> height;
}
