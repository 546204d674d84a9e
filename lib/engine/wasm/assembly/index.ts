// What the module gives. The memory is its own; lib/engine/wasm/layout.ts says what lies where in it.

export { layDepthwise } from './depthwise';
export { prepare } from './dot';
export { keccak256 } from './keccak';
export { linearBatch, sumRows } from './linear';
export { carriedRoots, carry, open, step } from './machine';
export { use } from './rescale';
export { hashPairs, prepareZeros, rootOf } from './tree';

/** First address that is free. */
export function heapBase(): usize {
  return __heap_base;
}
