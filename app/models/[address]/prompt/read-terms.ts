import type { Address } from 'viem';
import { serverApi } from '@/app/api-context';
import type { FirstTerms } from '@/components/prompt/use-model-terms';
import { aiOracleAbi, lensAbi } from '@/lib/chain/generated/abis';

/** What asking a model costs, for the first picture of its page; nothing where the chain is down: the page itself says so. */
export async function readTerms(token: Address): Promise<FirstTerms | undefined> {
  const { client, deployment } = serverApi();
  const { aiOracle, lens } = deployment.contracts;
  try {
    const [views, settings] = await Promise.all([
      client.readContract({ address: lens, abi: lensAbi, functionName: 'tokenViews', args: [[token]] }),
      client.readContract({ address: aiOracle, abi: aiOracleAbi, functionName: 'settings' }),
    ]);
    return { views, settings, atMs: Date.now() };
  } catch {
    return undefined;
  }
}
