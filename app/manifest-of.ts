import type { ApiContext } from '@/lib/api/context';
import { fetchManifest } from '@/lib/bundle/fetch-manifest';
import type { Manifest } from '@/lib/bundle/manifest';
import { aiOracleAbi } from '@/lib/chain/generated/abis';
import { readConfig } from '@/lib/config/config';

const STORE_TIMEOUT_MS = 1_500;

/** A model's manifest from the node's store, for a title; undefined where it is not to be had at once. */
export async function manifestOf(
  { client, deployment }: Pick<ApiContext, 'client' | 'deployment'>,
  modelId: bigint,
): Promise<Manifest | undefined> {
  const fromNode: typeof fetch = (path, init) =>
    fetch(`${readConfig(process.env).nodeUrl}${String(path).replace(/^\/api/, '')}`, {
      ...init,
      signal: AbortSignal.timeout(STORE_TIMEOUT_MS),
    });
  try {
    const model = await client.readContract({
      address: deployment.contracts.aiOracle,
      abi: aiOracleAbi,
      functionName: 'model',
      args: [modelId],
    });
    return await fetchManifest(model.uri, { fetchFn: fromNode });
  } catch {
    return undefined;
  }
}
