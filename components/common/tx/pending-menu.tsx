'use client';
import dynamic from 'next/dynamic';
import { usePending } from './transaction-provider';

const PendingPopover = dynamic(() => import('./pending-popover').then((module) => module.PendingPopover), {
  ssr: false,
});

/** The header's count of pending transactions. Nothing at all, not even its code, when there is none. */
export function PendingMenu() {
  const pending = usePending();
  return pending.length === 0 ? null : <PendingPopover pending={pending} />;
}
