'use client';
import type { ReactNode } from 'react';
import { useRuntimeConfig } from './runtime-config';

/** Leads to a transaction in the explorer; where there is none (the local chain), a click copies its hash. */
export function TransactionLink({ hash, children }: { hash: string; children: ReactNode }) {
  const { explorerUrl } = useRuntimeConfig();
  if (explorerUrl !== null) {
    return (
      <a href={`${explorerUrl}/tx/${hash}`} target="_blank" rel="noreferrer" className="hover:underline">
        {children}
      </a>
    );
  }
  return (
    <button
      type="button"
      title={`Transaction ${hash} (click copies)`}
      onClick={() => void navigator.clipboard.writeText(hash)}
      className="hover:underline"
    >
      {children}
    </button>
  );
}
