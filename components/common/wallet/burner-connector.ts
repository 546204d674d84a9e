import { createConnector } from 'wagmi';
import { AppError } from '@/lib/errors/app-error';
import type { BurnerProvider } from './burner-provider';
import { burnerSession } from './burner-session';

export const BURNER_ID = 'openimo-test-wallet';

function notConnected(): AppError {
  return new AppError({ code: 'wallet/unknown', message: 'Connect the test wallet first.' });
}

/** A wagmi connector of the test wallet. Offered on the local chain only. */
export function burnerConnector({ rpcUrl }: { rpcUrl: string }) {
  return createConnector<BurnerProvider>((config) => {
    let provider: Promise<BurnerProvider> | null = null;
    const chain = config.chains[0];
    const open = () => {
      // Keys and signing are fetched when somebody uses them.
      provider ??= import('./burner-provider').then(({ createBurnerProvider }) =>
        createBurnerProvider({ chain, rpcUrl, storage: window.localStorage }),
      );
      return provider;
    };
    return {
      id: BURNER_ID,
      name: 'Test wallet',
      type: 'burner',
      connect: async (parameters?: {
        isReconnecting?: boolean | undefined;
        withCapabilities?: boolean | undefined;
      }) => {
        const wallet = await open();
        if (parameters?.isReconnecting !== true) await wallet.fund();
        burnerSession.open(window.localStorage);
        // The generic result depends on `withCapabilities`, which the compiler cannot narrow here.
        const accounts = (
          parameters?.withCapabilities === true ? [{ address: wallet.address, capabilities: {} }] : [wallet.address]
        ) as never;
        return { accounts, chainId: chain.id };
      },
      disconnect: async () => burnerSession.close(window.localStorage),
      getAccounts: async () => [(await open()).address],
      getChainId: async () => chain.id,
      // wagmi asks each connector at every visit: keys and signing stay away until the wallet was connected once.
      getProvider: async () => {
        if (provider === null && !burnerSession.isOpen(window.localStorage)) throw notConnected();
        return open();
      },
      isAuthorized: async () => burnerSession.isOpen(window.localStorage),
      switchChain: async ({ chainId }) => {
        if (chainId === chain.id) return chain;
        throw new AppError({
          code: 'chain/wrong-network',
          message: 'The test wallet works on the local test chain only.',
        });
      },
      onAccountsChanged: () => undefined,
      onChainChanged: () => undefined,
      onDisconnect: () => config.emitter.emit('disconnect'),
    };
  });
}
