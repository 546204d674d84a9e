import type { Op, Program } from '../op.ts';
import type { Build } from './kernel.ts';

type Conv = Extract<Op, { op: 'conv' }>;

/** Operands that are prepared at once shall fit the first cache, next to four rows of weights. */
const TILE_BYTES = 16_384;
const TILE = { least: 4, most: 64 } as const;

/** Channels and weights of a depthwise conv are worked on this many at once. */
const LANES = 16;

/** Prepared operands lie in blocks of 32 values, of one byte where bytes are multiplied and of two where i16 are. */
export function operandBytes(columns: number, build: Build): number {
  return (build === 'relaxed' ? 1 : 2) * 32 * Math.ceil(columns / 32);
}

/** Whether a conv has a group for each channel, with one row: assembly/depthwise.ts computes it. */
export function isDepthwise({ groups, rows, window }: Conv): boolean {
  return groups > 1 && groups === window.channels && groups === rows;
}

/** Weights of a row of a conv. */
export function columnsOf({ window, groups }: Conv): number {
  return (window.kernelHeight * window.kernelWidth * window.channels) / groups;
}

/** Bytes of a depthwise conv's weights as `layDepthwise` lays them out, and of what one of its pixels needs. */
export function depthwiseBytes({ window }: Conv): { laid: number; scratch: number } {
  const taps = window.kernelHeight * window.kernelWidth;
  const width = LANES * Math.ceil(window.channels / LANES);
  return { laid: (2 * Math.ceil(taps / 2) + 8) * width, scratch: width + 4 * (taps + 1) };
}

/** How many operands of a conv or matmul are prepared at once; always even. 0 for other operators. */
export function tileOf(op: Op, build: Build): number {
  const columns = op.op === 'matmul' ? op.dims[2] : op.op === 'conv' && !isDepthwise(op) ? columnsOf(op) : 0;
  if (columns === 0) return 0;
  const fitting = 2 * Math.floor(TILE_BYTES / operandBytes(columns, build) / 2);
  return Math.min(TILE.most, Math.max(TILE.least, fitting));
}

/** Bytes that an operator needs beside its tensors while it is computed. */
export function scratchBytes(program: Program, op: Op, build: Build): number {
  const size = (id: number): number => program.tensors[id]?.size ?? 0;
  switch (op.op) {
    case 'linear':
    case 'scores':
      return operandBytes(size(op.x), build);
    case 'conv':
      if (isDepthwise(op)) return depthwiseBytes(op).scratch;
      return tileOf(op, build) * operandBytes(columnsOf(op), build);
    case 'matmul':
      return tileOf(op, build) * operandBytes(op.dims[2], build);
    default:
      return 64; // two blocks of hash, or eight sums
  }
}
