'use client';
import { useSyncExternalStore } from 'react';
import type { Address } from 'viem';
import { useAccount } from 'wagmi';

/** The connected account, or nobody. */
export type WalletAccount = { address: Address | undefined; chainId: number | undefined; isConnected: boolean };

const NOBODY: WalletAccount = { address: undefined, chainId: undefined, isConnected: false };
const subscribeToNothing = () => () => undefined;

/**
 * wagmi's account, but nobody while a part of the page hydrates: the server rendered it for nobody, and the wallet may
 * have reconnected before a late part of the page comes to life.
 */
export function useWalletAccount(): WalletAccount {
  const { address, chainId, isConnected } = useAccount();
  const isHydrated = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
  return isHydrated ? { address, chainId, isConnected } : NOBODY;
}
