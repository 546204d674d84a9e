import { z } from 'zod';

/** One measurement, in the one form all benches have. `peer` is the same figure of another system, `goal` ours. */
export const benchRowSchema = z.strictObject({
  bench: z.string(),
  case: z.string(),
  metric: z.string(),
  unit: z.string(),
  value: z.number(),
  peer: z.number().optional(),
  peerName: z.string().optional(),
  goal: z.number().optional(),
  /** What the figure is made of, or why it is not lower. */
  note: z.string().optional(),
});

/** See `benchRowSchema`. */
export type BenchRow = z.infer<typeof benchRowSchema>;

/** A bench measures when called, and says on `log` what it is doing. */
export type Bench = (log: (line: string) => void) => Promise<BenchRow[]>;
