'use client';
import { type ReactNode, useId } from 'react';

/** A labelled choice of one among several. */
export function Select<T extends string>({
  label,
  hint,
  value,
  onValueChange,
  options,
}: {
  label: string;
  hint?: ReactNode;
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-[560]">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onValueChange(chosen.value);
        }}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        className="min-h-11 rounded-[10px] border border-line-strong bg-surface px-3"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <p id={`${id}-note`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
