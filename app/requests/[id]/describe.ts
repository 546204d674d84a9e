import { cache } from 'react';
import { serverApi } from '@/app/api-context';
import { manifestOf } from '@/app/manifest-of';
import { getRequest } from '@/lib/api/list-requests';
import { modelTokenAbi } from '@/lib/chain/generated/abis';
import { type Shown, showBytes } from '@/lib/request/shown';

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
    const { client } = api;
    const { data } = await getRequest(api, requestId);
    if (data === null) return null;
    const [modelName, manifest] = await Promise.all([
      data.token === null
        ? `model ${data.modelId}`
        : client.readContract({ address: data.token, abi: modelTokenAbi, functionName: 'name' }),
      manifestOf(api, data.modelId),
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
