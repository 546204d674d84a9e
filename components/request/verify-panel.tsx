'use client';
import { CircleCheck, OctagonAlert } from 'lucide-react';
import type { RequestRow } from '@/lib/api/types';
import { shortHash } from '@/lib/format/address';
import { compareRun, type Verdict } from '@/lib/verify/compare-run';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Progress } from '../ui/progress';
import { ErrorState } from '../ui/states';
import { ShownText } from './shown-text';
import { type OwnRun, useVerify } from './use-verify';

/** Runs the same model on the same prompt in this browser, and compares with what was posted. No trust needed. */
export function VerifyPanel({ request }: { request: RequestRow }) {
  const { run, start } = useVerify(request);
  const { output, traceRoot } = request;
  const isPosted = output !== null && traceRoot !== null;
  const isBusy = run.kind === 'loading' || run.kind === 'running';
  const verdict =
    run.kind === 'done' && isPosted
      ? compareRun({ output, traceRoot }, { output: run.output, traceRoot: run.traceRoot })
      : null;
  return (
    <Card>
      <CardHeader
        title="Check it yourself"
        note="Your browser fetches the model by its hash, runs it on this prompt and compares every byte."
      >
        <Button look="secondary" onClick={() => void start()} disabled={isBusy}>
          {isBusy ? 'Running…' : isPosted ? 'Verify in my browser' : 'Run in my browser'}
        </Button>
      </CardHeader>
      <RunProgress run={run} />
      {verdict === null ? null : <VerdictView verdict={verdict} run={run} traceRoot={traceRoot ?? ''} />}
      {run.kind === 'done' && (verdict === null || verdict.kind === 'mismatch') ? (
        <div className="mt-4">
          <h3 className="mb-1 text-sm font-[560]">
            {verdict === null ? 'Provisional, from your browser: nothing is posted yet' : 'What your browser got'}
          </h3>
          <ShownText hex={run.output} label="Answer of your browser" className="text-ink-2" />
        </div>
      ) : null}
    </Card>
  );
}

function RunProgress({ run }: { run: OwnRun }) {
  switch (run.kind) {
    case 'idle':
    case 'done':
      return null;
    case 'loading':
      return (
        <p role="status" className="text-sm text-ink-3">
          Fetching the model and checking its hashes…
        </p>
      );
    case 'running': {
      const text = `Step ${run.step}, at most ${run.ofSteps}`;
      return (
        <div role="status">
          <Progress bps={Math.round((run.step / run.ofSteps) * 10_000)} text={text} />
          <p className="num mt-1 text-sm text-ink-3">{text}</p>
          <ShownText hex={run.output} label="Provisional answer of your browser" className="mt-2 text-ink-3" />
        </div>
      );
    }
    case 'failed':
      return <ErrorState title="It could not be run here" detail={run.reason} />;
    default:
      return run satisfies never;
  }
}

function VerdictView({ verdict, run, traceRoot }: { verdict: Verdict; run: OwnRun; traceRoot: string }) {
  if (verdict.kind === 'match') {
    return (
      <div role="status" className="rounded-card bg-up-soft p-4">
        <p className="flex items-center gap-2 font-[620] text-up">
          <CircleCheck aria-hidden className="size-5" /> Match: your browser got the same answer
        </p>
        <p className="num mt-1 text-sm text-ink-2">
          Output and trace root {shortHash(traceRoot)} are equal to the bit
          {run.kind === 'done' ? `, after ${run.steps} steps in ${(run.elapsedMs / 1000).toFixed(1)} s` : ''}.
        </p>
      </div>
    );
  }
  const what = verdict.outputDiffers
    ? `The output differs from byte ${verdict.firstDifferentByte ?? 0} on.`
    : 'The output is the same, but the trace root is not: it was computed another way.';
  return (
    <div role="alert" className="rounded-card border-2 border-down bg-down-soft p-4">
      <p className="flex items-center gap-2 font-[620] text-down">
        <OctagonAlert aria-hidden className="size-5" /> Mismatch: this is not what the model answers
      </p>
      <p className="mt-1 text-sm text-ink-2">
        {what} Do not rely on it. Challenging a wrong result on chain comes with a later release; in this one nobody
        can, and the answer becomes final all the same.
      </p>
    </div>
  );
}
