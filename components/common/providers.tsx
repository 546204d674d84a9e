'use client';
import { darkTheme, lightTheme, RainbowKitProvider, type Theme } from '@rainbow-me/rainbowkit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider, useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { WagmiProvider } from 'wagmi';
import { AppError } from '@/lib/errors/app-error';
import { type RuntimeConfig, RuntimeConfigProvider } from './runtime-config';
import { TransactionProvider } from './tx/transaction-provider';
import { createWagmiConfig } from './wallet/wagmi-config';

function themed(
  base: Theme,
  { ink, paper, surface, line, soft }: Record<'ink' | 'paper' | 'surface' | 'line' | 'soft', string>,
): Theme {
  if (!('colors' in base)) return base;
  return {
    ...base,
    fonts: { body: 'var(--font-sans)' },
    colors: {
      ...base.colors,
      accentColor: ink,
      accentColorForeground: paper,
      modalBackground: surface,
      modalText: ink,
      modalTextSecondary: soft,
      modalTextDim: soft,
      generalBorder: line,
      profileForeground: paper,
    },
    radii: {
      ...base.radii,
      modal: '18px',
      modalMobile: '18px',
      connectButton: '10px',
      actionButton: '10px',
      menuButton: '10px',
    },
  };
}

const LIGHT = themed(lightTheme(), {
  ink: '#18201c',
  paper: '#f6f3eb',
  surface: '#fffdf8',
  line: '#dcd5c5',
  soft: '#5b625b',
});
const DARK = themed(darkTheme(), {
  ink: '#edf0e9',
  paper: '#0e1311',
  surface: '#161c19',
  line: '#2d3732',
  soft: '#98a29a',
});

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

function Kit({ children }: { children: ReactNode }) {
  const { resolvedTheme } = useTheme();
  return (
    <RainbowKitProvider
      modalSize="compact"
      theme={resolvedTheme === 'dark' ? DARK : LIGHT}
      appInfo={{ appName: 'OpenIMO' }}
    >
      {children}
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
    </RainbowKitProvider>
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
            <Kit>
              <TransactionProvider>{children}</TransactionProvider>
            </Kit>
          </QueryClientProvider>
        </WagmiProvider>
      </ThemeProvider>
    </RuntimeConfigProvider>
  );
}
