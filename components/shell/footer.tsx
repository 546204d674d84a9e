import Link from 'next/link';
import { NetworkBadge } from './network-badge';

/** The bottom of every page: the risk in one line, the network, where the code is documented. */
export function Footer() {
  return (
    <footer className="mt-20 border-t border-line">
      <div className="page flex flex-col gap-4 py-8 text-sm text-ink-3 sm:flex-row sm:items-center sm:justify-between">
        <p className="max-w-2xl">
          Model tokens can lose all their value. Revenue depends on people paying for answers and is never promised. The
          contracts are unaudited. A wrong answer can be challenged while its window is open; after that it is final.
        </p>
        <div className="flex shrink-0 items-center gap-4">
          <Link href="/api/health" prefetch={false} className="link inline-flex min-h-11 items-center">
            Health
          </Link>
          <NetworkBadge />
        </div>
      </div>
    </footer>
  );
}
