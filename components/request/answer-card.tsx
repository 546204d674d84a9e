'use client';
import Link from 'next/link';
import type { AttemptRow } from '@/lib/api/dispute/types';
import type { RequestRow } from '@/lib/api/types';
import type { Manifest } from '@/lib/bundle/manifest';
import { clock } from '@/lib/format/time';
import { requestLine } from '@/lib/request/request-line';
import { openGames, type RequestPhase } from '@/lib/request/timeline';
import { Address } from '../common/address';
import { PhaseBadge } from '../common/requests/phase-badge';
import { ShownBytes } from '../common/shown/shown-bytes';
import { Badge } from '../ui/badge';
import { Card, CardHeader } from '../ui/card';
import { cn } from '../ui/cn';

/** What a phase means for the answer, in a sentence. */
function noteOf(request: RequestRow, phase: RequestPhase, nowSec: number): string {
  switch (phase) {
    case 'assigned':
      return 'The assigned operator is running the model.';
    case 'open':
      return 'Any operator may answer now.';
    case 'late':
      return 'Nobody answered in time. The fee can be taken back.';
    case 'window':
      return `It can be challenged for ${clock((request.finalizableAtSec ?? nowSec) - nowSec)} more. Do not build on it yet.`;
    case 'disputed':
      return 'Somebody says it is wrong. Do not build on it: a game on chain decides.';
    case 'due':
      return 'The challenge window is over. It becomes final with the next step.';
    case 'final':
      return 'It can no longer change. Operator and holders are paid.';
    case 'corrected':
      return 'The first answer was voided; this one can no longer change.';
    case 'refunded':
      return 'No right answer came, and the fee went back to the payer.';
    default:
      return phase satisfies never;
  }
}

const FRAMES: Record<RequestPhase, string> = {
  assigned: 'border-dashed',
  open: 'border-dashed',
  late: 'border-dashed',
  window: 'border-dashed border-warn',
  disputed: 'border-dashed border-down',
  due: 'border-dashed border-warn',
  final: 'border-up',
  corrected: 'border-up',
  refunded: 'border-dashed',
};

/** The answer that stands, and those that were voided before it. A dashed frame until it is final. */
export function AnswerCard({
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
  const isFinal = phase === 'final' || phase === 'corrected';
  const games = openGames(request);
  return (
    <>
      {request.attempts
        .filter(({ outcome }) => outcome === 'voided')
        .map((attempt) => (
          <VoidedAnswer key={attempt.attempt} attempt={attempt} manifest={manifest} />
        ))}
      <Card
        role="region"
        aria-label="Answer"
        data-phase={phase}
        className={cn('border-2', FRAMES[phase], phase === 'disputed' && 'bg-down-soft/40')}
      >
        <CardHeader title="Answer" note={noteOf(request, phase, nowSec)}>
          <PhaseBadge phase={phase} />
        </CardHeader>
        {request.output === null ? (
          <p className="py-6 text-center text-ink-3">
            {phase === 'refunded' || phase === 'late' ? 'No answer.' : 'Not yet.'}
          </p>
        ) : (
          <ShownBytes
            form={manifest?.output}
            hex={request.output}
            what="Answer"
            about={requestLine(manifest, request.input)}
            className={cn(!isFinal && 'text-ink-2')}
          />
        )}
        {games.length === 0 ? null : (
          <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
            {games.map(({ gameId }) => (
              <Link key={gameId.toString()} href={`/disputes/${gameId}`} className="link min-h-6">
                Watch dispute {gameId.toString()}
              </Link>
            ))}
          </p>
        )}
      </Card>
    </>
  );
}

/** An answer that was proved wrong: struck through, and labelled so. */
function VoidedAnswer({ attempt, manifest }: { attempt: AttemptRow; manifest: Manifest | undefined }) {
  const label = `Voided answer ${attempt.attempt}`;
  return (
    <Card role="region" aria-label={label} data-phase="voided" className="border-2 border-dashed bg-sunken">
      <CardHeader
        title={<span className="text-ink-2">Answer {attempt.attempt}, voided</span>}
        note={
          <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
            <Address address={attempt.operator} /> <span>lost its bond for it. It was never paid.</span>
          </span>
        }
      >
        <Badge tone="down">Wrong</Badge>
      </CardHeader>
      <del className="block text-ink-3 decoration-down decoration-2">
        <ShownBytes form={manifest?.output} hex={attempt.output} what={label} className="text-ink-3" />
      </del>
    </Card>
  );
}
