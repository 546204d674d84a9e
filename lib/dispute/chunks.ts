import type { TraceLayout } from '../engine/trace/records.ts';
import { CHUNK_BYTES } from '../engine/trace/tree.ts';
import { bytesOfTensor } from '../engine/trace/witness.ts';

/** Chunks of a tensor of a step's trace. */
export function chunksOf(layout: TraceLayout, tensor: number): number {
  return Math.max(1, Math.ceil(bytesOfTensor(layout, tensor) / CHUNK_BYTES));
}
