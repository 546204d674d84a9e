import { cache } from 'react';
import { getAddress, isAddress } from 'viem';
import { serverApi } from '@/app/api-context';
import { getModel } from '@/lib/api/get-model';
import type { ModelSummary } from '@/lib/api/types';

export type Described = { kind: 'model'; model: ModelSummary } | { kind: 'unknown' } | { kind: 'unreachable' };

/** Reads a model through the same door as its page, once a page: for the title, the social image and the 404. */
export const describeModel = cache(async (address: string): Promise<Described> => {
  if (!isAddress(address, { strict: false })) return { kind: 'unknown' };
  try {
    const { data } = await getModel(serverApi(), getAddress(address));
    return data === null ? { kind: 'unknown' } : { kind: 'model', model: data };
  } catch {
    // The page itself says what is down; a title need not.
    return { kind: 'unreachable' };
  }
});
