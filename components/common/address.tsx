'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { sameAddress, shortAddress } from '@/lib/format/address';
import { Engraving } from '../ui/engraving';
import { useRuntimeConfig } from './runtime-config';
import { useWalletAccount } from './wallet/use-wallet-account';

type AddressProps = {
  address: string /** What this account is known as: "Curve", "Creator". */;
  name?: string | undefined;
  className?: string;
};

/** An account: picture, short form or name, "you" where it is yours. A click copies it. */
export function Address({ address, name, className }: AddressProps) {
  const { address: own } = useWalletAccount();
  const { explorerUrl } = useRuntimeConfig();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  const isYou = sameAddress(own, address);
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${className ?? ''}`}>
      <Engraving seed={address} fine={false} className="size-5 self-center rounded-full" />
      <button
        type="button"
        onClick={copy}
        title={`${address} (click copies)`}
        className="num group relative inline-flex items-baseline gap-1 whitespace-nowrap hover:underline"
      >
        {name ?? shortAddress(address)}
        {isYou ? <span className="rounded-full bg-accent-soft px-1.5 text-xs font-[560] text-accent">you</span> : null}
        {isCopied ? (
          <Check aria-hidden className="absolute top-1 -right-4 size-3.5 text-up" />
        ) : (
          <Copy
            aria-hidden
            className="absolute top-1 -right-4 size-3.5 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"
          />
        )}
        <span className="sr-only" role="status">
          {isCopied ? 'Copied' : ''}
        </span>
      </button>
      {explorerUrl === null ? null : (
        <a href={`${explorerUrl}/address/${address}`} target="_blank" rel="noreferrer" className="link text-xs">
          explorer
        </a>
      )}
    </span>
  );
}
