import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { ApiContext } from './context.ts';
import { postJson } from './post-json.ts';

/** What the indexer answered, and the newest block that the answer surely takes in. */
export type IndexerAnswer<T> = { data: T; blockNumber: bigint; blockTimeSec: number };

/** A value of a GraphQL variable; money travels as text. */
export type Variable = string | number | boolean | null | readonly string[] | { readonly [key: string]: Variable };

const errorSchema = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });
const block = z.object({ number: z.number().int(), timestamp: z.number().int() });
const metaSchema = z.object({
  data: z.object({ _meta: z.object({ status: z.record(z.string(), z.object({ block: block.nullable() })) }) }),
});

/**
 * Asks the indexer.
 *
 * @param query the GraphQL operation's head and fields without the braces around them: `fields` are put after `_meta`,
 * so that the block that is read first can only be older than the rows
 * @throws AppError `indexer/unreachable` when it is down or has only begun, `indexer/bad-answer` when it refuses the
 * query or answers in another shape
 */
export async function queryIndexer<T extends z.ZodType>(
  api: ApiContext,
  query: { head?: string; fields: string; variables?: Record<string, Variable>; schema: T },
): Promise<IndexerAnswer<z.output<T>>> {
  const text = `query ${query.head ?? ''} { _meta { status } ${query.fields} }`;
  const body = { query: text, variables: query.variables ?? {} };
  const json = await postJson(api, { url: api.graphqlUrl, body });
  const refused = errorSchema.safeParse(json);
  if (refused.success) {
    const message = `The indexer refused the query: ${refused.data.errors[0]?.message ?? 'no reason'}`;
    throw new AppError({ code: 'indexer/bad-answer', message });
  }
  const meta = parseAnswer(metaSchema, json);
  const [status] = Object.values(meta.data._meta.status);
  if (status === undefined || status.block === null || status.block.number === 0) {
    throw new AppError({ code: 'indexer/unreachable', message: 'The indexer has only begun.', isRetryable: true });
  }
  const { data } = parseAnswer(z.object({ data: z.unknown() }), json);
  return {
    data: parseAnswer(query.schema, data),
    blockNumber: BigInt(status.block.number),
    blockTimeSec: status.block.timestamp,
  };
}

/**
 * Parses what the indexer answered.
 *
 * @throws AppError `indexer/bad-answer`
 */
export function parseAnswer<T extends z.ZodType>(schema: T, json: unknown): z.output<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = `The indexer answered in another shape: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw new AppError({ code: 'indexer/bad-answer', message, cause: parsed.error });
}
