import { CircleAlert, CloudOff, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

/** Nothing here yet: one sentence, one action. */
export function EmptyState({
  title,
  titleAs: Title = 'p',
  children,
  action,
  className,
}: {
  title: string;
  /** `h1` where this is all that a page has to say. */
  titleAs?: 'p' | 'h1';
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn('flex flex-col items-center gap-3 px-4 py-10 text-center', className)}>
      <svg
        aria-hidden
        viewBox="0 0 48 48"
        className="size-12 text-line-strong"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
      >
        {[0, 30, 60, 90, 120, 150].map((angle) => (
          <ellipse key={angle} cx="24" cy="24" rx="21" ry="8" transform={`rotate(${angle} 24 24)`} />
        ))}
      </svg>
      <Title className="text-base font-[560]">{title}</Title>
      {children === undefined ? null : <p className="max-w-md text-sm text-ink-3">{children}</p>}
      {action}
    </div>
  );
}

/** What failed and how to try again; everything around it stays alive. */
export function ErrorState({
  title,
  detail,
  onRetry,
  className,
}: {
  title: string;
  detail?: string | undefined;
  onRetry?: () => void;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={cn('flex flex-col items-start gap-3 rounded-card border border-line bg-down-soft p-4', className)}
    >
      <p className="flex items-center gap-2 font-[560] text-down">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {title}
      </p>
      {detail === undefined ? null : <p className="text-sm text-ink-2">{detail}</p>}
      {onRetry === undefined ? null : (
        <Button look="secondary" size="sm" onClick={onRetry}>
          <RotateCw aria-hidden className="size-4" /> Try again
        </Button>
      )}
    </div>
  );
}

/** Says that what is shown is older than it should be. `age` is text such as "12 s ago". */
export function StaleNote({ age, children }: { age: string; children?: ReactNode }) {
  return (
    <p role="status" className="inline-flex items-center gap-1.5 text-xs text-warn">
      <CloudOff aria-hidden className="size-3.5 shrink-0" />
      {children ?? 'Not updated since'} <span className="num">{age}</span>
    </p>
  );
}

/** A line or two of advice in the flow of a page. */
export function Notice({
  tone = 'neutral',
  children,
  className,
}: {
  tone?: 'neutral' | 'warn' | 'down' | 'up';
  children: ReactNode;
  className?: string;
}) {
  const look = {
    neutral: 'bg-sunken text-ink-2',
    warn: 'bg-warn-soft text-warn',
    down: 'bg-down-soft text-down',
    up: 'bg-up-soft text-up',
  }[tone];
  return <div className={cn('rounded-[10px] px-3 py-2.5 text-sm', look, className)}>{children}</div>;
}
