'use client';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { AppError } from '@/lib/errors/app-error';

/** The dialogs of the wallet: choose one, the account, another network. */
export type WalletDialog = 'connect' | 'account' | 'chain';

/** Which dialog somebody asked for; each asking has its own number, so that the same one can be opened again. */
export type AskedDialog = { dialog: WalletDialog; count: number };

type WalletDialogs = { open: (dialog: WalletDialog) => void; warmUp: () => void };

const load = () => import('./rainbow-dialogs');
// A third of all the code of a page, and most visits only read: it comes when a dialog is asked for.
const RainbowDialogs = dynamic(() => load().then((module) => module.RainbowDialogs), { ssr: false });

const Context = createContext<WalletDialogs | null>(null);

/** Gives the page its wallet dialogs. */
export function WalletDialogsProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<AskedDialog | null>(null);
  const dialogs = useMemo<WalletDialogs>(
    () => ({
      open: (dialog) => setAsked((before) => ({ dialog, count: (before?.count ?? 0) + 1 })),
      warmUp: () => void load(),
    }),
    [],
  );
  return (
    <Context.Provider value={dialogs}>
      {children}
      {asked === null ? null : <RainbowDialogs asked={asked} />}
    </Context.Provider>
  );
}

/** Opens the wallet dialogs; `warmUp` fetches them, for when a pointer comes near. */
export function useWalletDialogs(): WalletDialogs {
  const dialogs = useContext(Context);
  if (dialogs === null) throw new AppError({ code: 'internal', message: 'The page has no wallet dialogs.' });
  return dialogs;
}
