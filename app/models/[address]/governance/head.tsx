import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Address } from 'viem';
import { Engraving } from '@/components/ui/engraving';

/** The head of every page of governance: whose it is, and the way back. */
export function GovernanceHead({
  token,
  title,
  back,
  children,
}: {
  token: Address;
  title: string;
  back: { href: string; text: string };
  children?: ReactNode;
}) {
  return (
    <div className="mb-8 flex items-center gap-4">
      <Engraving seed={token} className="size-16" />
      <div className="min-w-0">
        <h1 className="text-3xl font-[640] [overflow-wrap:anywhere]">{title}</h1>
        <Link href={back.href} className="link inline-flex min-h-9 items-center text-sm">
          {back.text}
        </Link>
        {children}
      </div>
    </div>
  );
}
