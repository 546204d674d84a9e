import type { ReactNode } from 'react';

export type Fact = {
  label: string;
  value: ReactNode /** A control beside the label, such as a hint. */;
  aside?: ReactNode;
};

/** Names and values in lines, the values at the end. Nulls are left out, so that a fact can depend on something. */
export function Facts({ items }: { items: readonly (Fact | null)[] }) {
  return (
    <dl className="flex flex-col text-[0.9375rem]">
      {items
        .filter((item) => item !== null)
        .map(({ label, value, aside }) => (
          <div
            key={label}
            className="flex items-baseline justify-between gap-4 border-b border-line py-2 last:border-0"
          >
            <dt className="min-w-0 text-ink-3">
              {label} {aside}
            </dt>
            <dd className="num max-w-[70%] shrink-0 text-right wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
