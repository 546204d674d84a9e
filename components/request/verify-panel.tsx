'use client';
import { CircleCheck, OctagonAlert } from 'lucide-react';
import { useState } from 'react';
import type { RequestRow } from '@/lib/api/types';
import type { Manifest } from '@/lib/bundle/manifest';
import { sameAddress, shortHash } from '@/lib/format/address';
import type { RequestPhase } from '@/lib/request/timeline';
import { compareRun, type Verdict } from '@/lib/verify/compare-run';
import { PlayerPanel } from '../common/dispute/player-panel';
import { ShownBytes } from '../common/shown/shown-bytes';
import { RunProgress } from '../common/verify/run-progress';
import { type OwnRunState, useOwnRun } from '../common/verify/use-own-run';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { ChallengeCard } from './challenge-card';

/**
 * Runs the same model on the same prompt in this browser, and compares with what was posted. No trust needed: where it differs,
 * the answer can be challenged and the game is played from here.
 */
export function VerifyPanel({
  request,
  manifest,
  phase,
  nowSec,
}: {
  request: RequestRow;
  manifest: Manifest | undefined;
  phase: RequestPhase;
  nowSec: number;
}) {
  const own = useOwnRun(request);
  const { address } = useWalletAccount();
  const [opened, setOpened] = useState<bigint | null>(null);
  const { run, start } = own;
  const present = request.attempts.at(-1);
  const posted = present?.outcome === 'voided' ? undefined : present;
  const isBusy = run.kind === 'loading' || run.kind === 'running';
  const verdict = run.kind === 'done' && posted !== undefined ? compareRun(posted, run) : null;
  const mine = request.games.find(({ challenger, phase: at }) => at !== 'Settled' && sameAddress(challenger, address));
  const gameId = opened ?? mine?.gameId ?? null;
  const canChallenge = request.status === 'Answered' && gameId === null;
  return (
    <>
      {gameId === null ? null : <PlayerPanel gameId={gameId} request={request} own={own} />}
      <Card role="region" aria-label="Check it yourself">
        <CardHeader
          title="Check it yourself"
          note="Your browser fetches the model by its hash, runs it on this request and compares every byte."
        >
          <Button look="secondary" onClick={() => void start()} disabled={isBusy || gameId !== null}>
            {isBusy ? 'Running…' : posted !== undefined ? 'Verify in my browser' : 'Run in my browser'}
          </Button>
        </CardHeader>
        {gameId === null ? <RunProgress run={run} /> : null}
        {run.kind === 'running' ? (
          <div className="mt-2">
            <ShownBytes
              form={manifest?.output}
              hex={run.output}
              what="Provisional answer of your browser"
              className="text-ink-3"
            />
          </div>
        ) : null}
        {verdict === null || posted === undefined ? null : (
          <VerdictView verdict={verdict} run={run} traceRoot={posted.traceRoot} />
        )}
        {run.kind === 'done' && (verdict === null || verdict.kind === 'mismatch') ? (
          <div className="mt-4">
            <h3 className="mb-1 text-sm font-[560]">
              {verdict === null ? 'Provisional, from your browser: nothing stands yet' : 'What your browser got'}
            </h3>
            <ShownBytes form={manifest?.output} hex={run.output} what="Answer of your browser" className="text-ink-2" />
          </div>
        ) : null}
        {run.kind === 'done' && verdict?.kind === 'mismatch' && posted !== undefined && canChallenge ? (
          <ChallengeCard
            attempt={posted}
            head={run.head}
            leftSec={(request.finalizableAtSec ?? nowSec) - nowSec}
            onOpened={setOpened}
          />
        ) : null}
        {verdict?.kind === 'mismatch' && (phase === 'final' || phase === 'corrected') ? (
          <p className="mt-3 text-sm text-ink-2">Nobody challenged it in time, so it is final all the same.</p>
        ) : null}
      </Card>
    </>
  );
}

function VerdictView({ verdict, run, traceRoot }: { verdict: Verdict; run: OwnRunState; traceRoot: string }) {
  if (verdict.kind === 'match') {
    return (
      <div role="status" className="rounded-card bg-up-soft p-4">
        <p className="flex items-center gap-2 font-[620] text-up">
          <CircleCheck aria-hidden className="size-5" /> Match: your browser got the same answer
        </p>
        <p className="num mt-1 text-sm text-ink-2">
          Output and trace root {shortHash(traceRoot)} are equal to the bit
          {run.kind === 'done'
            ? `, after ${run.steps === 1 ? 'one step' : `${run.steps} steps`} in ${(run.elapsedMs / 1000).toFixed(1)} s`
            : ''}
          .
        </p>
      </div>
    );
  }
  const what = verdict.outputDiffers
    ? `The answer differs from byte ${verdict.firstDifferentByte ?? 0} on.`
    : 'The answer is the same, but the trace root is not: it was computed another way.';
  return (
    <div role="alert" className="rounded-card border-2 border-down bg-down-soft p-4">
      <p className="flex items-center gap-2 font-[620] text-down">
        <OctagonAlert aria-hidden className="size-5 shrink-0" /> Mismatch: this is not what the model answers
      </p>
      <p className="mt-1 text-sm text-ink-2">{what} Do not rely on it.</p>
      <dl className="num mt-3 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-ink-2">Posted trace root</dt>
        <dd className="font-mono text-xs break-all">{traceRoot}</dd>
        <dt className="text-ink-2">Trace root here</dt>
        <dd className="font-mono text-xs break-all">{run.kind === 'done' ? run.traceRoot : ''}</dd>
      </dl>
    </div>
  );
}
