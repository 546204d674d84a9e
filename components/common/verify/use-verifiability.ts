'use client';
import { useQuery } from '@tanstack/react-query';
import type { RegisteredModel } from '@/lib/verify/load-model';

/** Whether a model's answers can be checked. Undefined data: not known yet, or its files cannot be fetched now. */
export function useVerifiability(model: RegisteredModel | undefined) {
  return useQuery({
    queryKey: ['verifiable', model?.uri, model?.programHash, model?.modelHash],
    enabled: model !== undefined,
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      // The engine is much code, and a page is there without it.
      const { checkProgram } = await import('@/lib/verify/load-model');
      return checkProgram(model ?? { uri: '', programHash: '0x', modelHash: '0x' });
    },
  });
}
