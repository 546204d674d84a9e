'use client';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';

export type TabItem<T extends string> = { value: T; label: ReactNode; content: ReactNode };

/** Tabs whose state the page keeps (in the URL, with `useUrlState`). Arrow keys move, the list scrolls on phones. */
export function Tabs<T extends string>({
  value,
  onValueChange,
  items,
  label,
  className,
}: {
  value: T;
  onValueChange: (value: T) => void;
  items: readonly TabItem<T>[];
  label: string;
  className?: string;
}) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const item = items.find((candidate) => candidate.value === next);
        if (item !== undefined) onValueChange(item.value);
      }}
      className={className}
    >
      <Radix.List aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px min-h-11 shrink-0 border-b-2 border-transparent px-3 text-[0.9375rem] text-ink-3 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-[560] data-[state=active]:text-ink"
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="outline-offset-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** A choice of two to five, shown as one strip. */
export function Segmented<T extends string>({
  value,
  onValueChange,
  options,
  label,
  className,
}: {
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode }[];
  label: string;
  className?: string;
}) {
  return (
    <fieldset aria-label={label} className={cn('flex min-w-0 rounded-[10px] bg-sunken p-1', className)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onValueChange(option.value)}
          className="min-h-9 flex-1 rounded-[7px] px-3 text-sm whitespace-nowrap text-ink-2 hover:text-ink aria-pressed:bg-surface aria-pressed:font-[560] aria-pressed:text-ink aria-pressed:shadow-sm max-sm:min-h-11"
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
