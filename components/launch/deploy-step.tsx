'use client';
import { useEffect, useRef } from 'react';
import type { Address } from 'viem';
import { DEPLOY_ITEMS, type DeployItem, deployChecklist } from '@/lib/launch/deploy-checklist';
import type { LaunchDraft } from '@/lib/launch/draft';
import type { ReadyLaunch } from '@/lib/launch/validate';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { CardHeader } from '../ui/card';
import { MainButton } from '../ui/main-button';
import { EmptyState, ErrorState } from '../ui/states';
import { Stepper } from '../ui/stepper';
import { useDeploy } from './use-deploy';

const ITEMS: Record<DeployItem, { title: string; detail: string }> = {
  store: { title: 'Model files in the store', detail: 'Anyone can fetch them by their hash.' },
  sign: { title: 'Signed by you', detail: 'One transaction: model, token, curve, lock and your first buy.' },
  chain: { title: 'On chain', detail: 'From here on nothing can change any more.' },
  index: { title: 'Listed on the site', detail: 'The indexer has taken it in.' },
};

/** Step 5: the checklist of one transaction. Safe to reload at any point. */
export function DeployStep({
  draft,
  ready,
  isAutoStart,
  change,
  onBack,
  onLaunched,
}: {
  draft: LaunchDraft;
  ready: ReadyLaunch | null;
  /** Whether the person has just asked for it on the review. */
  isAutoStart: boolean;
  change: (change: (draft: LaunchDraft) => LaunchDraft) => void;
  onBack: () => void;
  onLaunched: (token: Address) => void;
}) {
  const needs = useWalletNeeds();
  const { stage, busy, start } = useDeploy({ draft, ready, change, onLaunched });
  const isStarted = useRef(false);
  useEffect(() => {
    if (!isAutoStart || isStarted.current) return;
    isStarted.current = true;
    void start();
  }, [isAutoStart, start]);

  if (ready === null) {
    return (
      <EmptyState title="Nothing to deploy yet" action={<Button onClick={onBack}>Back to the review</Button>}>
        The draft is not complete.
      </EmptyState>
    );
  }
  const states = deployChecklist(stage);
  return (
    <>
      <CardHeader
        title={`Deploy ${ready.params.name} (${ready.params.symbol})`}
        note="You can reload or come back later: a launch that was sent is found again."
      />
      <Stepper
        label="Deployment"
        steps={DEPLOY_ITEMS.map((item) => ({ id: item, state: states[item], ...ITEMS[item] }))}
      />
      {stage.kind === 'failed' ? (
        <ErrorState className="mt-5" title="The launch did not go through" detail={stage.reason} />
      ) : null}
      <div className="mt-8 flex gap-3 border-t max-sm:flex-col-reverse border-line pt-5">
        <Button look="secondary" size="lg" onClick={onBack} disabled={busy !== null}>
          Back
        </Button>
        <MainButton
          className="sm:ml-auto sm:w-auto sm:min-w-60"
          needs={needs}
          action={stage.kind === 'failed' ? 'Try again' : 'Launch model'}
          busy={busy}
          onAction={() => void start()}
        />
      </div>
    </>
  );
}
