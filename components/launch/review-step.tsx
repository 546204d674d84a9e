'use client';
import type { LaunchDraft, LaunchStep } from '@/lib/launch/draft';
import type { ReadyLaunch } from '@/lib/launch/validate';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { EmptyState, Notice } from '../ui/states';
import { LaunchCost } from './launch-cost';
import { ReviewTerms } from './review-terms';
import { StepFooter } from './step-footer';
import { STEP_NAMES } from './step-nav';
import { useLaunchCost } from './use-launch-cost';

/** Step 4: everything in plain words before anything is signed. */
export function ReviewStep({
  draft,
  ready,
  openStep,
  onStep,
  onLaunch,
}: {
  draft: LaunchDraft;
  ready: ReadyLaunch | null;
  openStep: LaunchStep | null;
  onStep: (step: LaunchStep) => void;
  onLaunch: () => void;
}) {
  if (ready === null || openStep !== null) {
    const step = openStep ?? 'economics';
    return (
      <Card className="mx-auto max-w-3xl">
        <EmptyState
          title="Not ready to review yet"
          action={<Button onClick={() => onStep(step)}>Go to {STEP_NAMES[step].toLowerCase()}</Button>}
        >
          Something is still missing in “{STEP_NAMES[step]}”.
        </EmptyState>
      </Card>
    );
  }
  return <Ready draft={draft} ready={ready} onStep={onStep} onLaunch={onLaunch} />;
}

function Ready({
  draft,
  ready,
  onStep,
  onLaunch,
}: {
  draft: LaunchDraft;
  ready: ReadyLaunch;
  onStep: (step: LaunchStep) => void;
  onLaunch: () => void;
}) {
  const cost = useLaunchCost(draft, ready);
  const needs = useWalletNeeds();
  const unmet = needs.find((need) => !need.isMet);
  const { symbol, name } = ready.params;
  const missing = unmet?.label ?? (cost.isShort ? 'Not enough ETH' : null);
  return (
    <div className="grid gap-6 lg:grid-cols-[1.5fr_1fr] lg:items-start">
      <Card className="sm:p-8">
        <CardHeader title={`Launch ${name} (${symbol})`} note="Read this once more: it is all that will ever be." />
        <ReviewTerms draft={draft} ready={ready} onEdit={onStep} />
      </Card>
      <Card className="lg:sticky lg:top-20">
        <CardHeader title="What it costs" />
        <LaunchCost cost={cost} firstBuyWei={ready.firstBuyWei} symbol={symbol} />
        <Notice tone="warn" className="mt-4">
          A token can lose all its value, yours too. Before you offer one, know what the law where you live says about
          it.
        </Notice>
        <StepFooter
          onBack={() => onStep('governance')}
          missing={missing}
          onShowErrors={() => unmet?.onResolve?.()}
          next="Launch model"
          onNext={onLaunch}
        />
      </Card>
    </div>
  );
}
