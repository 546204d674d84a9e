import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button';
import { MainButton } from '../ui/main-button';

/** Back and the main button of one step. While something is missing the main button says so, and a click shows where. */
export function StepFooter({
  onBack,
  onNext,
  missing,
  onShowErrors,
  next,
  children,
}: {
  onBack?: () => void;
  onNext: () => void;
  /** The first thing that is missing, as the button's label; null when the step is in order. */
  missing: string | null;
  onShowErrors: () => void;
  next: string;
  children?: ReactNode;
}) {
  return (
    <div className="mt-8 border-t border-line pt-5">
      {children}
      <div className="flex gap-3 max-sm:flex-col-reverse">
        {onBack === undefined ? null : (
          <Button look="secondary" size="lg" onClick={onBack}>
            <ArrowLeft aria-hidden className="size-4" /> Back
          </Button>
        )}
        <MainButton
          className="sm:ml-auto sm:w-auto sm:min-w-60"
          needs={[{ id: 'fields', isMet: missing === null, label: missing ?? '', onResolve: onShowErrors }]}
          action={next}
          onAction={onNext}
        />
      </div>
    </div>
  );
}

/** Shows the first field that is marked wrong, after the marks were drawn, clear of the header. */
export function focusFirstError(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: 'center' });
  });
}
