'use client';
import { useMemo, useState } from 'react';
import type { LaunchDraft, LaunchTerms } from '@/lib/launch/draft';
import { economicsOf } from '@/lib/launch/economics';
import { GOVERNANCE_FIELDS } from '@/lib/launch/governance-terms';
import type { FieldErrors, TermField } from '@/lib/launch/validate';
import { Card, CardHeader } from '../ui/card';
import { CurvePreview } from './curve-preview';
import { focusFirstError, StepFooter } from './step-footer';
import { SupplyPartsFields } from './supply-parts';
import { ArtworkFields, MarketFields, RevenueFields, VestingFields } from './terms-fields';

const OTHERS: readonly string[] = ['model', 'name', 'symbol', 'description', ...GOVERNANCE_FIELDS];

export type SetTerm = <K extends keyof LaunchTerms>(field: K, value: LaunchTerms[K]) => void;

/** Step 3: who gets what, at which price, and how revenue flows; the curve is drawn beside it as one types. */
export function EconomicsStep({
  draft,
  change,
  errors,
  onBack,
  onNext,
}: {
  draft: LaunchDraft;
  change: (change: (draft: LaunchDraft) => LaunchDraft) => void;
  errors: FieldErrors;
  onBack: () => void;
  onNext: () => void;
}) {
  const [isAsked, setAsked] = useState(false);
  const economics = useMemo(() => economicsOf(draft), [draft]);
  const setTerm: SetTerm = (field, value) => change((now) => ({ ...now, terms: { ...now.terms, [field]: value } }));
  const isOpen = Object.keys(errors).some((field) => !OTHERS.includes(field));
  // An empty field is no mistake before one tried to go on.
  const errorOf = (field: TermField): string | undefined => {
    if (field === 'saleBps' || field === 'liquidityBps' || field === 'creatorBps') return errors[field];
    const typed = draft.terms[field];
    const text = typeof typed === 'string' ? typed : typed.amount;
    return isAsked || text !== '' ? errors[field] : undefined;
  };
  const fields = { terms: draft.terms, setTerm, errorOf };
  return (
    <div className="grid gap-6 lg:grid-cols-[1.4fr_1fr] lg:items-start">
      <Card className="sm:p-8">
        <CardHeader
          title="Set the economics"
          note="Everything here but the price of an answer is fixed for ever by the launch. Sensible terms are filled in."
        />
        <div className="flex flex-col gap-8">
          <SupplyPartsFields
            parts={draft.parts}
            errors={errors}
            onChange={(parts) => change((now) => ({ ...now, parts }))}
          />
          <MarketFields {...fields} />
          <RevenueFields {...fields} />
          <ArtworkFields {...fields} />
          {draft.parts.creatorBps > 0 ? <VestingFields {...fields} /> : null}
        </div>
        <StepFooter
          onBack={onBack}
          missing={isOpen ? 'Correct the marked fields' : null}
          onShowErrors={() => {
            setAsked(true);
            focusFirstError();
          }}
          next="Continue to governance"
          onNext={onNext}
        />
      </Card>
      <Card className="lg:sticky lg:top-20">
        <CurvePreview economics={economics} symbol={draft.token.symbol.trim() || 'tokens'} />
      </Card>
    </div>
  );
}
