import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const LOOKS = {
  primary: 'bg-ink text-paper hover:bg-ink-2 border-transparent',
  secondary: 'bg-surface text-ink border-line hover:border-line-strong',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-sunken hover:text-ink',
  danger: 'bg-down-soft text-down border-transparent hover:border-down',
} as const;

const SIZES = {
  sm: 'min-h-9 px-3 text-sm max-sm:min-h-11',
  md: 'min-h-11 px-4 text-[0.9375rem]',
  lg: 'min-h-12 px-5 text-base',
} as const;

export type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof LOOKS;
  size?: keyof typeof SIZES;
  /** Renders its only child (a link) in the button's shape. */
  asChild?: boolean;
};

/** A push button, or a link in its shape with `asChild`. Targets are at least 44 px on touch screens. */
export function Button({ look = 'primary', size = 'md', asChild = false, className, type, ...rest }: ButtonProps) {
  const Shape = asChild ? Slot.Root : 'button';
  return (
    <Shape
      {...(asChild ? {} : { type: type ?? 'button' })}
      className={cn(
        'inline-flex items-center justify-center gap-2 rounded-[10px] border font-[560] whitespace-nowrap transition-colors',
        'disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
        LOOKS[look],
        SIZES[size],
        className,
      )}
      {...rest}
    />
  );
}
