import { cache } from 'react';
import { getAddress, isAddress } from 'viem';
import { serverApi } from '@/app/api-context';
import { getModel } from '@/lib/api/get-model';
import type { ModelSummary, Read } from '@/lib/api/types';

export type Described =
  | { kind: 'model'; model: ModelSummary; read: Read<ModelSummary | null> }
  | { kind: 'unknown' }
  | { kind: 'unreachable' };

/**
 * Reads a model through the same door as its page, once a page: for the title, the social image, the 404 and the
 * first picture of the page.
 */
export const describeModel = cache(async (address: string): Promise<Described> => {
  if (!isAddress(address, { strict: false })) return { kind: 'unknown' };
  try {
    const read = await getModel(serverApi(), getAddress(address));
    return read.data === null ? { kind: 'unknown' } : { kind: 'model', model: read.data, read };
  } catch {
    // The page itself says what is down; a title need not.
    return { kind: 'unreachable' };
  }
});
