'use client';
import { createContext, type ReactNode, useContext } from 'react';
import { AppError } from '@/lib/errors/app-error';

/** What the server tells the page at run time; nothing of it is fixed at build time. */
export type RuntimeConfig = { chainId: number; isLocal: boolean; explorerUrl: string | null };

const Context = createContext<RuntimeConfig | null>(null);

export function RuntimeConfigProvider({ value, children }: { value: RuntimeConfig; children: ReactNode }) {
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The run-time configuration of this site. */
export function useRuntimeConfig(): RuntimeConfig {
  const value = useContext(Context);
  if (value === null) throw new AppError({ code: 'internal', message: 'The page has no configuration.' });
  return value;
}
