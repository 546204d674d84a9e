import { cn } from './cn';

/** A price line the size of a word. Decorative: the change stands beside it in numbers. */
export function Sparkline({ values, className }: { values: readonly number[]; className?: string }) {
  if (values.length < 2)
    return <span aria-hidden className={cn('block border-b border-dashed border-line', className)} />;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const path = values
    .map(
      (value, index) =>
        `${index === 0 ? 'M' : 'L'}${((index / (values.length - 1)) * 100).toFixed(2)} ${(29 - ((value - low) / span) * 26).toFixed(2)}`,
    )
    .join('');
  return (
    <svg aria-hidden viewBox="0 0 100 32" preserveAspectRatio="none" className={cn('text-accent', className)}>
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}
