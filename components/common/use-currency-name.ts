'use client';
import { useCallback } from 'react';
import { deploymentOf } from '@/lib/chain/deployment';
import { ETH } from '@/lib/claim/position';
import { sameAddress, shortAddress } from '@/lib/format/address';
import { useRuntimeConfig } from './runtime-config';

/** Names a currency of revenue: ETH, WETH, or its address. */
export function useCurrencyName(): (currency: string) => string {
  const { chainId } = useRuntimeConfig();
  const { weth } = deploymentOf(chainId).contracts;
  return useCallback(
    (currency: string) => {
      if (sameAddress(currency, ETH)) return 'ETH';
      return sameAddress(currency, weth) ? 'WETH' : shortAddress(currency);
    },
    [weth],
  );
}
