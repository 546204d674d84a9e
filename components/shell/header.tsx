import Link from 'next/link';
import { PendingMenu } from '../common/tx/pending-menu';
import { Connect } from '../common/wallet/connect';
import { Logo } from './logo';
import { NavLinks } from './nav-links';
import { NetworkBadge } from './network-badge';
import { SearchButton } from './search/search-button';
import { ThemeToggle } from './theme-toggle';

/** The top of every page. Where the screen is too narrow for all of it, the links move to a second row. */
export function Header() {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/95 backdrop-blur">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3">
        Skip to content
      </a>
      <div className="page flex min-h-16 items-center gap-3">
        <Link href="/" className="flex min-h-11 items-center gap-2 text-lg font-[680] tracking-[-0.03em]">
          <Logo className="size-7" />
          <span className="max-[400px]:sr-only">OpenIMO</span>
        </Link>
        <div className="max-xl:hidden">
          <NavLinks />
        </div>
        <div className="ml-auto flex items-center gap-1.5 sm:gap-2.5">
          <span className="max-xl:hidden">
            <NetworkBadge />
          </span>
          <PendingMenu />
          <SearchButton />
          <ThemeToggle />
          <Connect />
        </div>
      </div>
      <div className="page flex items-center justify-between pb-1 xl:hidden">
        <span className="-mx-2 overflow-x-auto [scrollbar-width:none]">
          <NavLinks />
        </span>
        {/* The narrowest phones have it in the footer. */}
        <span className="max-[500px]:hidden">
          <NetworkBadge />
        </span>
      </div>
    </header>
  );
}
