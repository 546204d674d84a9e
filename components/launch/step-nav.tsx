import { Check } from 'lucide-react';
import { LAUNCH_STEPS, type LaunchStep } from '@/lib/launch/draft';
import { cn } from '../ui/cn';

export const STEP_NAMES: Record<LaunchStep, string> = {
  model: 'Model',
  token: 'Token',
  economics: 'Economics',
  governance: 'Governance',
  review: 'Review',
  deploy: 'Deploy',
};

/** The steps in order. A step can be visited when everything before it is in order. */
export function StepNav({
  step,
  openStep,
  onStep,
}: {
  step: LaunchStep;
  /** The first step with something missing; null when all is well. */
  openStep: LaunchStep | null;
  onStep: (step: LaunchStep) => void;
}) {
  const reach = openStep === null ? LAUNCH_STEPS.length : LAUNCH_STEPS.indexOf(openStep);
  return (
    <nav aria-label="Launch steps" className="mb-6">
      <ol className="flex gap-1 sm:gap-2">
        {LAUNCH_STEPS.map((name, index) => {
          const isCurrent = name === step;
          const isReachable = index <= reach && name !== 'deploy';
          const isDone = index < reach && index < LAUNCH_STEPS.indexOf('review');
          return (
            <li key={name} className={cn('min-w-0 flex-1', isCurrent && 'max-sm:flex-[2]')}>
              <button
                type="button"
                aria-current={isCurrent ? 'step' : undefined}
                disabled={!isReachable && !isCurrent}
                onClick={() => onStep(name)}
                className={cn(
                  'flex min-h-11 w-full items-center gap-2 border-t-2 pt-2 text-left text-sm whitespace-nowrap max-sm:px-1',
                  isCurrent ? 'border-ink font-[600]' : isDone ? 'border-up text-ink-2' : 'border-line text-ink-3',
                  isReachable && !isCurrent && 'hover:border-line-strong hover:text-ink',
                )}
              >
                <span className={cn('num', isCurrent && 'max-sm:hidden')} aria-hidden>
                  {isDone ? <Check className="size-4 text-up" /> : index + 1}
                </span>
                <span className={isCurrent ? undefined : 'max-sm:sr-only'}>{STEP_NAMES[name]}</span>
                {isDone ? <span className="sr-only">(done)</span> : null}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
