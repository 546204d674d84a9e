import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

export type Step = {
  id: string;
  title: ReactNode;
  detail?: ReactNode;
  state: 'done' | 'current' | 'waiting' | 'failed';
};

const WORDS = { done: 'done', current: 'in progress', waiting: 'waiting', failed: 'failed' } as const;

/** Steps in order, down the page: a checklist, a wizard's way, or a timeline. The current step is marked for screen readers. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => (
        <li
          key={step.id}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className="relative flex gap-3 pb-5 last:pb-0"
        >
          {index === steps.length - 1 ? null : (
            <span aria-hidden className="absolute top-7 bottom-0 left-3.5 w-px -translate-x-1/2 bg-line" />
          )}
          <span
            aria-hidden
            className={cn(
              'num grid size-7 shrink-0 place-items-center rounded-full border text-xs font-[560]',
              step.state === 'done' && 'border-transparent bg-up-soft text-up',
              step.state === 'current' && 'border-accent bg-accent-soft text-accent',
              step.state === 'waiting' && 'border-line bg-surface text-ink-3',
              step.state === 'failed' && 'border-transparent bg-down-soft text-down',
            )}
          >
            {step.state === 'done' ? <Check className="size-4" /> : step.state === 'failed' ? '!' : index + 1}
          </span>
          <div className="min-w-0 pt-0.5">
            <p className={cn('font-[560]', step.state === 'waiting' && 'text-ink-3')}>
              {step.title} <span className="sr-only">({WORDS[step.state]})</span>
            </p>
            {step.detail === undefined ? null : <div className="mt-0.5 text-sm text-ink-3">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
