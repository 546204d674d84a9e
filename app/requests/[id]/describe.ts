import { cache } from 'react';
import type { Hex, PublicClient } from 'viem';
import { serverApi } from '@/app/api-context';
import { getRequest } from '@/lib/api/list-requests';
import { fetchManifest } from '@/lib/bundle/fetch-manifest';
import type { Manifest } from '@/lib/bundle/manifest';
import { aiOracleAbi, modelTokenAbi } from '@/lib/chain/generated/abis';
import { readConfig } from '@/lib/config/config';
import { type Shown, showBytes } from '@/lib/request/shown';

const STORE_TIMEOUT_MS = 1_500;

/** The id in an address; null where it is none. */
export function parseRequestId(text: string): bigint | null {
  return /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : null;
}

/** What titles say of a request. */
export type RequestDescription = { prompt: Shown; answer: Shown | null; modelName: string };

/** Reads a request for its title, once a page; null where it is unknown or cannot be read now. */
export const describeRequest = cache(async (requestId: bigint): Promise<RequestDescription | null> => {
  try {
    const api = serverApi();
    const { client, deployment } = api;
    const { data } = await getRequest(api, requestId);
    if (data === null) return null;
    const [modelName, manifest] = await Promise.all([
      data.token === null
        ? `model ${data.modelId}`
        : client.readContract({ address: data.token, abi: modelTokenAbi, functionName: 'name' }),
      manifestOf(client, { oracle: deployment.contracts.aiOracle, modelId: data.modelId }),
    ]);
    return {
      prompt: showBytes(manifest?.input, data.input),
      answer: data.output === null ? null : showBytes(manifest?.output, data.output),
      modelName,
    };
  } catch {
    // The page itself says what is down; a title need not.
    return null;
  }
});

/** The model's manifest from the node's store; undefined where it is not to be had at once. */
async function manifestOf(
  client: Pick<PublicClient, 'readContract'>,
  { oracle, modelId }: { oracle: Hex; modelId: bigint },
): Promise<Manifest | undefined> {
  const fromNode: typeof fetch = (path, init) =>
    fetch(`${readConfig(process.env).nodeUrl}${String(path).replace(/^\/api/, '')}`, {
      ...init,
      signal: AbortSignal.timeout(STORE_TIMEOUT_MS),
    });
  try {
    const model = await client.readContract({
      address: oracle,
      abi: aiOracleAbi,
      functionName: 'model',
      args: [modelId],
    });
    return await fetchManifest(model.uri, { fetchFn: fromNode });
  } catch {
    return undefined;
  }
}
