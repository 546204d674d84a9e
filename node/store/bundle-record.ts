import { z } from 'zod';

/** Where a bundle came from. What came from a gateway can be had there again. */
export type BundleOrigin = 'models' | 'upload' | 'gateway';

/** What the store remembers of a bundle. `isUsed`: a model on the chain names it. */
export type BundleRecord = {
  cid: string;
  origin: BundleOrigin;
  bytes: number;
  addedMs: number;
  usedMs: number;
  isUsed: boolean;
};

/** The form of a record's file. */
export const recordSchema: z.ZodType<BundleRecord> = z.strictObject({
  cid: z.string(),
  origin: z.enum(['models', 'upload', 'gateway']),
  bytes: z.number(),
  addedMs: z.number(),
  usedMs: z.number(),
  isUsed: z.boolean(),
});

/** A bundle that nobody asked for in this time may make room for others. */
export const IDLE_MS = 24 * 3_600_000;

/**
 * The bundles that may go when room is needed, longest unused first: what a gateway has, and uploads that nobody launched; never
 * the node's own models, nor the only copy of a model that is on the chain.
 */
export function evictable(records: readonly BundleRecord[], nowMs: number): BundleRecord[] {
  const mayGo = ({ origin, isUsed, usedMs }: BundleRecord) =>
    nowMs - usedMs >= IDLE_MS && (origin === 'gateway' || (origin === 'upload' && !isUsed));
  return records.filter(mayGo).sort((a, b) => a.usedMs - b.usedMs);
}
