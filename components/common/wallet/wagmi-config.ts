import { connectorsForWallets, type Wallet } from '@rainbow-me/rainbowkit';
import { injectedWallet } from '@rainbow-me/rainbowkit/wallets';
import { http } from 'viem';
import { type Config, type CreateConnectorFn, createConfig } from 'wagmi';
import { chainOf } from '@/lib/chain/chains';
import { BURNER_ID, burnerConnector } from './burner-connector';

const ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"%3E%3Crect width="28" height="28" fill="%2396400f"/%3E%3Cg fill="none" stroke="%23fff" stroke-width="1.1"%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(0 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(36 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(72 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(108 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(144 14 14)"/%3E%3C/g%3E%3C/svg%3E';

function burnerWallet(rpcUrl: string): () => Wallet {
  return () => ({
    id: BURNER_ID,
    name: 'Test wallet',
    iconUrl: ICON,
    iconBackground: '#96400f',
    installed: true,
    createConnector: (details) => {
      const connector: CreateConnectorFn = (config) => ({ ...burnerConnector({ rpcUrl })(config), ...details });
      return connector;
    },
  });
}

/** The wagmi configuration of the page. Wallets in extensions come in by EIP-6963; nothing calls out of this origin. */
export function createWagmiConfig({
  chainId,
  isLocal,
  rpcUrl,
}: {
  chainId: number;
  isLocal: boolean;
  rpcUrl: string;
}): Config {
  const chain = chainOf(chainId, rpcUrl);
  const wallets = isLocal ? [burnerWallet(rpcUrl), injectedWallet] : [injectedWallet];
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(rpcUrl, { batch: { wait: 10 } }) },
    connectors: connectorsForWallets([{ groupName: 'Wallets', wallets }], { appName: 'OpenIMO', projectId: 'none' }),
    pollingInterval: 1_000,
    ssr: true,
  });
}
