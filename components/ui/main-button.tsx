'use client';
import { LoaderCircle } from 'lucide-react';
import { Button } from './button';
import { cn } from './cn';

/**
 * One thing that must hold before the main action. The first unmet need is the button's label. With `onResolve` a click
 * meets it (connect, switch network); without, the label says what is missing and the button waits.
 */
export type Need = { id: string; isMet: boolean; label: string; onResolve?: () => void };

export type MainButtonState =
  | { kind: 'busy'; label: string }
  | { kind: 'need'; label: string; needId: string; onResolve: (() => void) | null }
  | { kind: 'ready'; label: string };

/** The state of a main button: busy, then the first unmet need, then ready. */
export function mainButtonState({
  needs,
  action,
  busy,
}: {
  needs: readonly Need[];
  action: string;
  busy: string | null;
}): MainButtonState {
  if (busy !== null) return { kind: 'busy', label: busy };
  const unmet = needs.find((need) => !need.isMet);
  if (unmet !== undefined)
    return { kind: 'need', label: unmet.label, needId: unmet.id, onResolve: unmet.onResolve ?? null };
  return { kind: 'ready', label: action };
}

export type MainButtonProps = {
  needs: readonly Need[];
  action: string;
  onAction: () => void;
  busy?: string | null;
  className?: string;
};

/** The one main button of a form. Its label is always the reason why it cannot go on, or what it will do. */
export function MainButton({ needs, action, onAction, busy = null, className }: MainButtonProps) {
  const state = mainButtonState({ needs, action, busy });
  const onClick = state.kind === 'ready' ? onAction : state.kind === 'need' ? state.onResolve : null;
  return (
    <Button
      size="lg"
      className={cn(
        'w-full',
        onClick === null && 'bg-sunken text-ink-2 hover:bg-sunken aria-disabled:opacity-100',
        className,
      )}
      data-state={state.kind}
      aria-disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      {state.kind === 'busy' ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
      <span aria-live="polite">{state.label}</span>
    </Button>
  );
}
