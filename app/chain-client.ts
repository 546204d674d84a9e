import { createPublicClient, http } from 'viem';
import { chainOf } from '@/lib/chain/chains';
import { readConfig } from '@/lib/config/config';

/** A reader of the chain for server components, with the run-time configuration. */
export function chainClient() {
  const { chainId, rpcUrl } = readConfig(process.env);
  return createPublicClient({
    chain: chainOf(chainId, rpcUrl),
    transport: http(rpcUrl, { timeout: 4_000, retryCount: 0 }),
  });
}
