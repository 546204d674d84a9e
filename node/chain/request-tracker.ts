import type { Logger } from '../logger.ts';
import type { OpenGame } from './games.ts';
import type { OracleReader, OracleRequest } from './oracle.ts';

/** What the chain said at one look. `nowSec` is the chain's clock, or ours where blocks are rare. */
export type ChainView = {
  blockNumber: bigint;
  headSec: number;
  nowSec: number;
  requests: readonly OracleRequest[];
  /** The unsettled games; read after the requests. */
  games: readonly OpenGame[];
};

/** Keeps the open requests in sight. It holds nothing that a new one could not read from the chain. */
export type RequestTracker = {
  /** Reads new and open requests. Requests that just became final stay for some blocks, in case a reorg revives them. */
  look: (head: { blockNumber: bigint; headSec: number }) => Promise<Omit<ChainView, 'games'>>;
};

/** A request that was final for this many blocks is no longer read. */
const SETTLED_BLOCKS = 64n;
const SCAN_BATCH = 1_500n;

/** Tracks the requests of one oracle, all of them from id 1 at the first look. */
export function createRequestTracker({ oracle, logger }: { oracle: OracleReader; logger: Logger }): RequestTracker {
  /** Id to the block at which it was first seen final; null while open. */
  const watched = new Map<bigint, bigint | null>();
  let nextId = 1n;

  const update = (request: OracleRequest, blockNumber: bigint): void => {
    const isOpen = request.status === 'Requested' || request.status === 'Answered';
    const finalSince = watched.get(request.requestId) ?? null;
    if (isOpen) watched.set(request.requestId, null);
    else if (finalSince === null) watched.set(request.requestId, blockNumber);
    else if (blockNumber - finalSince > SETTLED_BLOCKS) watched.delete(request.requestId);
  };

  /** On the first looks: all ids, of which only the open ones are kept. */
  const catchUp = async (count: bigint): Promise<void> => {
    while (count - nextId + 1n > SCAN_BATCH) {
      const ids = Array.from({ length: Number(SCAN_BATCH) }, (_, index) => nextId + BigInt(index));
      for (const request of await oracle.requests(ids)) {
        if (request.status === 'Requested' || request.status === 'Answered') watched.set(request.requestId, null);
      }
      nextId += SCAN_BATCH;
    }
  };

  return {
    look: async ({ blockNumber, headSec }) => {
      const count = await oracle.requestCount();
      if (count < nextId - 1n) {
        logger.warn({ count, expected: nextId - 1n }, 'the chain lost requests: a reorganisation or an older state');
        for (const id of watched.keys()) if (id > count) watched.delete(id);
        nextId = count + 1n;
      }
      await catchUp(count);
      for (; nextId <= count; nextId++) watched.set(nextId, null);
      const requests = await oracle.requests([...watched.keys()]);
      for (const request of requests) update(request, blockNumber);
      return { blockNumber, headSec, nowSec: Math.max(headSec, Math.floor(Date.now() / 1000)), requests };
    },
  };
}
