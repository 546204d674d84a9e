'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider, useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { WagmiProvider } from 'wagmi';
import { AppError } from '@/lib/errors/app-error';
import { type RuntimeConfig, RuntimeConfigProvider } from './runtime-config';
import { TransactionProvider } from './tx/transaction-provider';
import { createWagmiConfig } from './wallet/wagmi-config';
import { WalletDialogsProvider } from './wallet/wallet-dialogs';

function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // A refused input stays refused; a part that is down may come back.
        retry: (count, error) => count < 2 && !(error instanceof AppError && !error.isRetryable),
        refetchOnWindowFocus: true,
      },
    },
  });
}

function Toasts() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      position="bottom-right"
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      closeButton
      visibleToasts={5}
      toastOptions={{
        style: {
          fontFamily: 'var(--font-sans)',
          background: 'var(--surface)',
          color: 'var(--ink)',
          borderColor: 'var(--line)',
        },
        classNames: { description: 'text-ink-2!' },
      }}
    />
  );
}

/** Everything that the page's client parts share. */
export function Providers({ config, children }: { config: RuntimeConfig; children: ReactNode }) {
  const [client] = useState(queryClient);
  const [wagmi] = useState(() => {
    // Wallet extensions need a full URL; on the server nothing is called.
    const origin = typeof window === 'undefined' ? 'http://localhost' : window.location.origin;
    return createWagmiConfig({ ...config, rpcUrl: `${origin}/api/rpc` });
  });
  return (
    <RuntimeConfigProvider value={config}>
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
        <WagmiProvider config={wagmi}>
          <QueryClientProvider client={client}>
            <WalletDialogsProvider>
              <TransactionProvider>{children}</TransactionProvider>
              <Toasts />
            </WalletDialogsProvider>
          </QueryClientProvider>
        </WagmiProvider>
      </ThemeProvider>
    </RuntimeConfigProvider>
  );
}
