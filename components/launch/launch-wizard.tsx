'use client';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import { LAUNCH_STEPS, type LaunchStep } from '@/lib/launch/draft';
import { checkDraft, firstOpenStep } from '@/lib/launch/validate';
import { useUrlState, useUrlText } from '../common/use-url-state';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { Notice } from '../ui/states';
import { ModelStep } from './model-step';
import { StepNav } from './step-nav';
import { useLaunchDraft } from './use-launch-draft';

const Waiting = () => <Skeleton className="h-96 w-full rounded-card" />;
// The first step is there at once, the others come when they are gone to.
const TokenStep = dynamic(() => import('./token-step').then((module) => module.TokenStep), {
  ssr: false,
  loading: Waiting,
});
const EconomicsStep = dynamic(() => import('./economics-step').then((module) => module.EconomicsStep), {
  ssr: false,
  loading: Waiting,
});
const GovernanceStep = dynamic(() => import('./governance-step').then((module) => module.GovernanceStep), {
  ssr: false,
  loading: Waiting,
});
const ReviewStep = dynamic(() => import('./review-step').then((module) => module.ReviewStep), {
  ssr: false,
  loading: Waiting,
});
const DeployStep = dynamic(() => import('./deploy-step').then((module) => module.DeployStep), {
  ssr: false,
  loading: Waiting,
});
const LaunchResult = dynamic(() => import('./launch-result').then((module) => module.LaunchResult), {
  ssr: false,
  loading: Waiting,
});

/** The way from a model to a token, one step at a time. Draft and step survive a reload. */
export function LaunchWizard() {
  const { draft, isRestored, change, clear } = useLaunchDraft();
  const [step, setStep] = useUrlState<LaunchStep>('step', LAUNCH_STEPS, 'model');
  const [launched, setLaunched] = useUrlText('launched');
  const [isNoticeOpen, setNoticeOpen] = useState(true);
  const [isAskedFor, setAskedFor] = useState(false);
  const onLaunched = useCallback(
    (token: string) => {
      setAskedFor(false);
      setLaunched(token);
      clear();
    },
    [setLaunched, clear],
  );
  const checked = useMemo(() => (draft === null ? null : checkDraft(draft)), [draft]);

  if (launched !== '') return <LaunchResult token={launched} onAgain={() => setLaunched('')} />;
  if (draft === null || checked === null) {
    return (
      <>
        <LoadingLabel what="your draft" />
        <Skeleton className="mb-6 h-12 w-full" />
        <Skeleton className="h-96 w-full rounded-card" />
      </>
    );
  }

  const open = firstOpenStep(checked.errors);
  const shared = { draft, change, errors: checked.errors };
  const go = (to: LaunchStep) => {
    setStep(to);
    document.getElementById('main')?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  };
  const startOver = () => {
    clear();
    go('model');
  };
  return (
    <>
      <StepNav step={step} openStep={open} onStep={go} />
      {isRestored && isNoticeOpen && step !== 'deploy' ? (
        <Notice className="mb-5 flex flex-wrap items-center justify-between gap-2">
          <span>Your draft was kept in this browser.</span>
          <span className="flex gap-1">
            <Button look="quiet" size="sm" onClick={startOver}>
              Start over
            </Button>
            <Button look="quiet" size="sm" onClick={() => setNoticeOpen(false)}>
              Keep it
            </Button>
          </span>
        </Notice>
      ) : null}
      {step === 'economics' || step === 'review' ? (
        <>
          {step === 'economics' ? (
            <EconomicsStep {...shared} onBack={() => go('token')} onNext={() => go('governance')} />
          ) : null}
          {step === 'review' ? (
            <ReviewStep
              draft={draft}
              ready={checked.ready}
              openStep={open}
              onStep={go}
              onLaunch={() => {
                setAskedFor(true);
                go('deploy');
              }}
            />
          ) : null}
        </>
      ) : (
        <Card className="mx-auto max-w-3xl sm:p-8">
          {step === 'model' ? <ModelStep {...shared} onNext={() => go('token')} /> : null}
          {step === 'token' ? (
            <TokenStep {...shared} onBack={() => go('model')} onNext={() => go('economics')} />
          ) : null}
          {step === 'governance' ? (
            <GovernanceStep {...shared} onBack={() => go('economics')} onNext={() => go('review')} />
          ) : null}
          {step === 'deploy' ? (
            <DeployStep
              draft={draft}
              ready={checked.ready}
              change={change}
              isAutoStart={isAskedFor}
              onBack={() => {
                setAskedFor(false);
                go('review');
              }}
              onLaunched={onLaunched}
            />
          ) : null}
        </Card>
      )}
    </>
  );
}
