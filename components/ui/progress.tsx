import { cn } from './cn';

/** A bar from 0 to 10,000 (1/10,000). `text` is what a screen reader says. */
export function Progress({ bps, text, className }: { bps: number; text: string; className?: string }) {
  const value = Math.min(10_000, Math.max(0, bps));
  return (
    <div
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value / 100}
      aria-label={text}
      className={cn('h-2 overflow-hidden rounded-full bg-sunken', className)}
    >
      <div
        className="h-full min-w-[3px] rounded-full bg-accent transition-[width] duration-500"
        style={{ width: `${value / 100}%` }}
      />
    </div>
  );
}
