import { http } from 'viem';
import { type Config, type CreateConnectorFn, createConfig, injected } from 'wagmi';
import { chainOf } from '@/lib/chain/chains';
import { BURNER_ID, burnerConnector } from './burner-connector';

const ROSETTE =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"%3E%3Crect width="28" height="28" fill="%2396400f"/%3E%3Cg fill="none" stroke="%23fff" stroke-width="1.1"%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(0 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(36 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(72 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(108 14 14)"/%3E%3Cellipse cx="14" cy="14" rx="10" ry="6" transform="rotate(144 14 14)"/%3E%3C/g%3E%3C/svg%3E';
const PLUG =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"%3E%3Crect width="28" height="28" fill="%23434c46"/%3E%3Cpath d="M8 9h11a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-9h12M17 14.5h1" fill="none" stroke="%23fff" stroke-width="1.4" stroke-linecap="round"/%3E%3C/svg%3E';

/** How a wallet is shown in the wallet dialogs. */
type Shown = { id: string; name: string; iconUrl: string; iconBackground: string };

/**
 * A connector that RainbowKit's dialogs list under our name and icon. They read `rkDetails` of a connector; setting it here
 * keeps RainbowKit itself out of the page until a dialog is opened.
 */
function listed(create: CreateConnectorFn, shown: Shown, index: number): CreateConnectorFn {
  return (config) => ({
    ...create(config),
    rkDetails: { ...shown, installed: true, index, groupIndex: 1, groupName: 'Wallets', isRainbowKitConnector: true },
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
  const burner = { id: BURNER_ID, name: 'Test wallet', iconUrl: ROSETTE, iconBackground: '#96400f' };
  const browser = { id: 'injected', name: 'Browser wallet', iconUrl: PLUG, iconBackground: '#434c46' };
  const local = isLocal ? [listed(burnerConnector({ rpcUrl }), burner, 0)] : [];
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(rpcUrl, { batch: { wait: 10 } }) },
    connectors: [...local, listed(injected(), browser, local.length)],
    pollingInterval: 1_000,
    ssr: true,
  });
}
