import { z } from 'zod';

const part = z.object({
  ok: z.boolean(),
  latencyMs: z.number(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What `GET /api/health` of the site answers, well or not. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  parts: z.object({ web: part, chain: part, contracts: part, indexer: part, node: part }),
});

/** The state of all parts, as a page reads it. */
export type HealthReport = z.infer<typeof healthSchema>;
