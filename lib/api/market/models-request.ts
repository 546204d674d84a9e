import { z } from 'zod';
import { hex } from '../fields.ts';

/** The orders of a list of models. */
export const MODEL_SORTS = ['newest', 'marketCap', 'volume', 'volume24h', 'revenue', 'progress', 'trending'] as const;
export type ModelSort = (typeof MODEL_SORTS)[number];

/** Models asked for at once. */
export const MAX_MODELS = 200;

/**
 * What `POST /market/models` of the indexer takes. Addresses in lower case. The ids bound event ids by time (`firstIdOf`):
 * they are the first that belong to the last 24 hours, 7 days and 30 days.
 */
export const modelsRequestSchema = z.strictObject({
  sort: z.enum(MODEL_SORTS),
  /** Part of a name, symbol or address, in lower case; empty for any. */
  search: z.string().max(200),
  creator: hex.optional(),
  tokens: z.array(hex).max(MAX_MODELS).optional(),
  complete: z.boolean().optional(),
  graduated: z.boolean().optional(),
  limit: z.number().int().min(1).max(MAX_MODELS),
  offset: z.number().int().min(0),
  dayId: z.string().regex(/^\d{1,75}$/),
  weekId: z.string().regex(/^\d{1,75}$/),
  monthId: z.string().regex(/^\d{1,75}$/),
});
/** See `modelsRequestSchema`. */
export type ModelsRequest = z.infer<typeof modelsRequestSchema>;
