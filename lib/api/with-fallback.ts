import { AppError } from '../errors/app-error.ts';
import { toAppError } from '../errors/decode.ts';
import { type ApiContext, nowSecOf } from './context.ts';
import type { IndexerAnswer } from './query-indexer.ts';
import type { Read } from './types.ts';

/** Rows read from the chain, and the head they were read at. */
export type ChainAnswer<T> = { data: T; blockNumber: bigint };

/**
 * Reads from the indexer, and from the chain where the indexer fails. `source` of the result says which it was.
 *
 * @throws AppError of the chain when both fail, with the indexer's error as its cause
 */
export async function withFallback<T>(
  api: ApiContext,
  from: { indexer: () => Promise<IndexerAnswer<T>>; chain: () => Promise<ChainAnswer<T>> },
): Promise<Read<T>> {
  try {
    const { data, blockNumber } = await from.indexer();
    return { data, source: 'indexer', blockNumber, atSec: nowSecOf(api) };
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('indexer/')) throw error;
    try {
      const { data, blockNumber } = await from.chain();
      return { data, source: 'chain', blockNumber, atSec: nowSecOf(api) };
    } catch (chainError) {
      const { code, message, isRetryable } = toAppError(chainError);
      throw new AppError({ code, message, isRetryable, cause: error });
    }
  }
}

/** The same, for one thing that the indexer may not know yet: what it does not have is looked for on the chain. */
export async function findWithFallback<T>(
  api: ApiContext,
  from: { indexer: () => Promise<IndexerAnswer<T | null>>; chain: () => Promise<ChainAnswer<T | null>> },
): Promise<Read<T | null>> {
  const read = await withFallback(api, from);
  if (read.data !== null || read.source === 'chain') return read;
  const found = await from.chain().catch((error: unknown) => {
    throw toAppError(error);
  });
  return found.data === null ? read : { ...found, source: 'chain', atSec: nowSecOf(api) };
}
