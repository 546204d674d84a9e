'use client';
import { LoaderCircle } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { PendingRecord } from '@/lib/flows/types';
import { Address } from '../address';
import { RelativeTime } from '../relative-time';

/** The count of pending transactions, which opens a list of them. */
export function PendingPopover({ pending }: { pending: readonly PendingRecord[] }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`${pending.length} pending transactions`}
        className="num flex min-h-11 items-center gap-1.5 rounded-[10px] bg-accent-soft px-3 text-sm font-[560] text-accent"
      >
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {pending.length}
        <span className="max-sm:sr-only">pending</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={8}
          collisionPadding={12}
          className="z-40 w-80 max-w-[calc(100vw-24px)] rounded-card border border-line bg-surface p-4 shadow-xl"
        >
          <ul className="flex flex-col gap-3">
            {pending.map((record) => (
              <li key={record.hash} className="text-sm">
                <p className="font-[560]">{record.title}</p>
                <p className="text-ink-3">{record.summary}</p>
                <p className="flex gap-2 text-ink-3">
                  <Address address={record.to} /> · <RelativeTime atSec={record.submittedAtMs / 1000} />
                </p>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
