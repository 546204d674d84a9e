'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const LINKS = [
  { href: '/', label: 'Explore' },
  { href: '/launch', label: 'Launch' },
  { href: '/gallery', label: 'Gallery' },
  { href: '/requests', label: 'Requests' },
  { href: '/portfolio', label: 'Portfolio' },
  { href: '/claim', label: 'Claim' },
  { href: '/network', label: 'Network' },
] as const;

/** The way to the main pages; the one you are on is marked. */
export function NavLinks() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex items-center sm:gap-1">
      {LINKS.map(({ href, label }) => {
        const isHere =
          href === '/'
            ? pathname === '/' || pathname.startsWith('/models')
            : pathname.startsWith(href) ||
              (href === '/network' && pathname.startsWith('/disputes')) ||
              (href === '/gallery' && pathname.startsWith('/art/'));
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className="flex min-h-11 items-center rounded-[10px] px-2 text-sm text-ink-2 sm:px-3 sm:text-[0.9375rem] xl:px-2 hover:bg-sunken hover:text-ink aria-[current=page]:font-[600] aria-[current=page]:text-ink"
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
