'use client';
import { useState } from 'react';
import { exactAmount } from '@/lib/format/amount';
import { parseAmount } from '@/lib/format/parse-amount';
import type { GovernanceTerms, LaunchDraft } from '@/lib/launch/draft';
import { defaultPriceBounds, GOVERNANCE_FIELDS } from '@/lib/launch/governance-terms';
import type { FieldErrors, GovernanceField } from '@/lib/launch/validate';
import { CardHeader } from '../ui/card';
import { NumberField } from '../ui/field';
import { focusFirstError, StepFooter } from './step-footer';
import { TimeField } from './time-field';

/** Step 4: how holders decide, and within which bounds. */
export function GovernanceStep({
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
  const { governance } = draft;
  const set = <K extends GovernanceField>(field: K, value: GovernanceTerms[K]) =>
    change((now) => ({ ...now, governance: { ...now.governance, [field]: value } }));
  // An empty field is no mistake before one tried to go on.
  const errorOf = (field: GovernanceField): string | undefined => {
    const typed = governance[field];
    const text = typeof typed === 'string' ? typed : typed.amount;
    return isAsked || text !== '' ? errors[field] : undefined;
  };
  const price = parseAmount(draft.terms.priceEth);
  const bounds = price.kind === 'amount' ? defaultPriceBounds(price.value) : null;
  return (
    <>
      <CardHeader
        title="Set how holders decide"
        note="Holders vote from the first day, each token once. What they decide is done by the treasury after a delay. Sensible terms are filled in."
      />
      <div className="flex flex-col gap-8">
        <fieldset>
          <legend className="mb-3 font-[620]">A vote</legend>
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <TimeField
              label="Notice before a vote"
              value={governance.votingDelay}
              onValueChange={(value) => set('votingDelay', value)}
              error={errorOf('votingDelay')}
              hint="The balances at its end count: later buyers have no vote in it."
            />
            <TimeField
              label="Voting takes"
              value={governance.votingPeriod}
              onValueChange={(value) => set('votingPeriod', value)}
              error={errorOf('votingPeriod')}
            />
            <NumberField
              label="Quorum"
              unit="%"
              value={governance.quorumPercent}
              onValueChange={(text) => set('quorumPercent', text)}
              error={errorOf('quorumPercent')}
              hint="Of the tokens that holders have: unsold, locked and pooled ones do not count."
            />
            <NumberField
              label="A proposer needs"
              unit="%"
              value={governance.thresholdPercent}
              onValueChange={(text) => set('thresholdPercent', text)}
              error={errorOf('thresholdPercent')}
              hint="Of all tokens, held or delegated."
            />
            <TimeField
              label="Delay before it is done"
              value={governance.timelock}
              onValueChange={(value) => set('timelock', value)}
              error={errorOf('timelock')}
              hint="So that whoever disagrees can leave first."
            />
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-3 font-[620]">Price of an answer</legend>
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <NumberField
              label="A vote can lower it to"
              unit="ETH"
              value={governance.minPriceEth}
              onValueChange={(text) => set('minPriceEth', text)}
              error={errorOf('minPriceEth')}
              hint={`Fixed for ever. ${bounds === null ? 'Empty: a tenth of the price.' : `Empty: ${exactAmount(bounds.minPriceWei)} ETH.`}`}
            />
            <NumberField
              label="A vote can raise it to"
              unit="ETH"
              value={governance.maxPriceEth}
              onValueChange={(text) => set('maxPriceEth', text)}
              error={errorOf('maxPriceEth')}
              hint={`Fixed for ever. ${bounds === null ? 'Empty: ten times the price.' : `Empty: ${exactAmount(bounds.maxPriceWei)} ETH.`}`}
            />
          </div>
        </fieldset>
      </div>
      <StepFooter
        onBack={onBack}
        missing={GOVERNANCE_FIELDS.some((field) => errors[field] !== undefined) ? 'Correct the marked fields' : null}
        onShowErrors={() => {
          setAsked(true);
          focusFirstError();
        }}
        next="Continue to review"
        onNext={onNext}
      />
    </>
  );
}
