'use client';
import { useSwitchChain } from 'wagmi';
import type { Need } from '../../ui/main-button';
import { useRuntimeConfig } from '../runtime-config';
import { useChainName } from './use-chain-name';
import { useWalletAccount } from './use-wallet-account';
import { useWalletDialogs } from './wallet-dialogs';

/** The first needs of every main button: a wallet, and the right network. Each is one click away. */
export function useWalletNeeds(): Need[] {
  const { isConnected, chainId: walletChainId } = useWalletAccount();
  const { open } = useWalletDialogs();
  const { switchChain } = useSwitchChain();
  const { chainId } = useRuntimeConfig();
  const chainName = useChainName();
  return [
    { id: 'connect', isMet: isConnected, label: 'Connect wallet', onResolve: () => open('connect') },
    {
      id: 'network',
      isMet: walletChainId === chainId,
      label: `Switch to ${chainName}`,
      onResolve: () => switchChain({ chainId }),
    },
  ];
}
