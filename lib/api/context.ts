import type { Deployment } from '../chain/deployment.ts';
import type { ChainReader } from '../chain/reader.ts';

/** What a reading function needs: where the indexer answers, and a client of the chain for when it does not. */
export type ApiContext = {
  /**
   * `/api/graphql` in a browser, the indexer's own `/graphql` on a server. Must end in `graphql`: the indexer's other
   * answers are found beside it.
   */
  graphqlUrl: string;
  client: ChainReader;
  deployment: Deployment;
  fetchFn?: typeof fetch;
  /** Unix seconds; the machine's clock unless given. */
  nowSec?: () => number;
  /** How long the indexer may take; 8 s unless given. */
  timeoutMs?: number;
};

/** The clock of a context. */
export function nowSecOf(api: ApiContext): number {
  return api.nowSec?.() ?? Math.floor(Date.now() / 1000);
}
