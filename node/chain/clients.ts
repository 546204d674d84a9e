import { type Chain, createPublicClient, http, type PublicClient, type Transport } from 'viem';
import { chainOf } from '../../lib/chain/chains.ts';

/** A reading client whose chain is known. */
export type ChainClient = PublicClient<Transport, Chain>;

/** The client of the node's one chain. Retries belong to the callers, who know what may wait. */
export function createChainClient({ chainId, rpcUrl }: { chainId: number; rpcUrl: string }): ChainClient {
  return createPublicClient({
    chain: chainOf(chainId, rpcUrl),
    transport: http(rpcUrl, { retryCount: 0, timeout: 10_000 }),
    pollingInterval: 250,
    cacheTime: 0,
  });
}
