import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** A raised sheet of content. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('rounded-card border border-line bg-surface p-4 sm:p-5', className)} {...rest} />;
}

/** The heading line of a card with room for one control at its end. */
export function CardHeader({ title, note, children }: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className={cn('min-w-0', note !== undefined && 'flex-1 basis-56')}>
        <h2 className="text-lg font-[620]">{title}</h2>
        {note === undefined ? null : <p className="mt-1 text-sm text-ink-3">{note}</p>}
      </div>
      {children}
    </div>
  );
}
