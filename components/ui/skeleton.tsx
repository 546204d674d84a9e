import { cn } from './cn';

/** A grey block of the final size, while its content loads. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('block animate-[pulse-soft_1.6s_ease-in-out_infinite] rounded-md bg-sunken', className)}
    />
  );
}

/** Tells a screen reader once that a block loads; the skeletons themselves are silent. */
export function LoadingLabel({ what }: { what: string }) {
  return (
    <span role="status" className="sr-only">
      Loading {what}
    </span>
  );
}
