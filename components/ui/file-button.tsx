'use client';
import type { ChangeEvent, ReactNode } from 'react';
import { cn } from './cn';

/** A button that opens the file picker. The same files can be chosen again after a failure. */
export function FileButton({
  label,
  accept,
  onFiles,
  isDisabled = false,
  more = {},
  className,
  children,
}: {
  /** The field's name for screen readers. */
  label: string;
  accept?: string;
  onFiles: (files: File[]) => void;
  isDisabled?: boolean;
  /** Further attributes of the field, such as `multiple`. */
  more?: Record<string, string | boolean>;
  className?: string;
  children: ReactNode;
}) {
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    target.value = '';
    if (files.length > 0) onFiles(files);
  };
  return (
    <span
      className={cn(
        'relative inline-flex min-h-11 items-center gap-2 self-start rounded-[10px] border border-line bg-surface px-4 text-sm font-[560] hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isDisabled && 'opacity-60',
        className,
      )}
    >
      {children}
      <input
        type="file"
        aria-label={label}
        disabled={isDisabled}
        onChange={take}
        className="absolute inset-0 cursor-pointer opacity-0 disabled:cursor-not-allowed"
        {...(accept === undefined ? {} : { accept })}
        {...more}
      />
    </span>
  );
}
