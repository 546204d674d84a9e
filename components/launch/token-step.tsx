'use client';
import { useState } from 'react';
import type { LaunchDraft } from '@/lib/launch/draft';
import type { FieldErrors, TokenField } from '@/lib/launch/validate';
import { CardHeader } from '../ui/card';
import { Input, TextArea } from '../ui/field';
import { focusFirstError, StepFooter } from './step-footer';

const FIELDS: readonly TokenField[] = ['name', 'symbol', 'description'];

/** Step 2: what the token is called. */
export function TokenStep({
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
  const { token } = draft;
  const set = (field: TokenField) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    change((now) => ({ ...now, token: { ...now.token, [field]: value } }));
  };
  // An empty field is no mistake before one tried to go on.
  const errorOf = (field: TokenField) => (isAsked || token[field] !== '' ? errors[field] : undefined);
  const isOpen = FIELDS.some((field) => errors[field] !== undefined);
  return (
    <>
      <CardHeader title="Name the token" note="Kept on chain with the token, and never changed again." />
      <div className="flex flex-col gap-5">
        <Input label="Name" value={token.name} onChange={set('name')} error={errorOf('name')} maxLength={200} />
        <Input
          label="Symbol"
          value={token.symbol}
          onChange={set('symbol')}
          error={errorOf('symbol')}
          hint="Short, as on a price list: PSALT"
          autoCapitalize="characters"
          maxLength={64}
        />
        <TextArea
          label="Description"
          value={token.description}
          onChange={set('description')}
          error={errorOf('description')}
          hint="What the model does, for people who have never heard of it."
          maxLength={4_000}
        />
      </div>
      <StepFooter
        onBack={onBack}
        missing={isOpen ? 'Complete the marked fields' : null}
        onShowErrors={() => {
          setAsked(true);
          focusFirstError();
        }}
        next="Continue to economics"
        onNext={onNext}
      />
    </>
  );
}
