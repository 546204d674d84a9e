import '@fontsource-variable/inter/opsz.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Providers } from '@/components/common/providers';
import type { RuntimeConfig } from '@/components/common/runtime-config';
import { Footer } from '@/components/shell/footer';
import { Header } from '@/components/shell/header';
import { IndexerBanner } from '@/components/shell/indexer-banner';
import { LOCAL_CHAIN_ID } from '@/lib/chain/chains';
import { readConfig } from '@/lib/config/config';

const DESCRIPTION = 'Launch an open AI model as a token, pay it for answers anyone can check, and share what it earns.';

/** Social images need full addresses: those of the site as it was asked for. */
export async function generateMetadata(): Promise<Metadata> {
  const asked = await headers();
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? 'localhost';
  const protocol = asked.get('x-forwarded-proto') ?? 'http';
  const base = `${protocol}://${host}`;
  return {
    ...(URL.canParse(base) ? { metadataBase: new URL(base) } : {}),
    title: { default: 'OpenIMO: open AI models that earn', template: '%s · OpenIMO' },
    description: DESCRIPTION,
    openGraph: { siteName: 'OpenIMO', type: 'website' },
    twitter: { card: 'summary_large_image' },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f3eb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1311' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Configuration is read when a page is asked for, so that one build serves any chain.
  await connection();
  const { chainId } = readConfig(process.env);
  const config: RuntimeConfig = {
    chainId,
    isLocal: chainId === LOCAL_CHAIN_ID,
    explorerUrl: chainId === 11_155_111 ? 'https://sepolia.etherscan.io' : null,
  };
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <Providers config={config}>
          <Header />
          <IndexerBanner />
          <main id="main" tabIndex={-1} className="page flex-1 pt-8 outline-none sm:pt-12">
            {children}
          </main>
          <Footer />
        </Providers>
      </body>
    </html>
  );
}
