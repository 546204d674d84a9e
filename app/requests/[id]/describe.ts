import { cache } from 'react';
import { chainClient } from '@/app/chain-client';
import { getRequest } from '@/lib/api/list-requests';
import { deploymentOf } from '@/lib/chain/deployment';
import { modelTokenAbi } from '@/lib/chain/generated/abis';
import { readConfig } from '@/lib/config/config';
import { promptLine } from '@/lib/request/bytes-text';

/** The id in an address; null where it is none. */
export function parseRequestId(text: string): bigint | null {
  return /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : null;
}

/** What titles say of a request. */
export type RequestDescription = { line: string; answer: string | null; modelName: string };

/** Reads a request for its title, once a page; null where it is unknown or cannot be read now. */
export const describeRequest = cache(async (requestId: bigint): Promise<RequestDescription | null> => {
  try {
    const client = chainClient();
    const deployment = deploymentOf(client.chain.id);
    const graphqlUrl = `${readConfig(process.env).indexerUrl}/graphql`;
    const { data } = await getRequest({ graphqlUrl, client, deployment, timeoutMs: 2_000 }, requestId);
    if (data === null) return null;
    const modelName =
      data.token === null
        ? `model ${data.modelId}`
        : await client.readContract({ address: data.token, abi: modelTokenAbi, functionName: 'name' });
    return {
      line: promptLine(data.input),
      answer: data.output === null ? null : promptLine(data.output, 140),
      modelName,
    };
  } catch {
    // The page itself says what is down; a title need not.
    return null;
  }
});
