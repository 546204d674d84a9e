'use client';
import type { RequestRow } from '@/lib/api/types';
import { clock } from '@/lib/format/time';
import type { RequestPhase } from '@/lib/request/timeline';
import { PhaseBadge } from '../common/requests/phase-badge';
import { Card, CardHeader } from '../ui/card';
import { cn } from '../ui/cn';
import { ShownText } from './shown-text';

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
    case 'due':
      return 'The challenge window is over. It becomes final with the next step.';
    case 'final':
      return 'It can no longer change. Operator and holders are paid.';
    case 'refunded':
      return 'No answer came, and the fee went back to the payer.';
    default:
      return phase satisfies never;
  }
}

/** The answer; a dashed frame until it is final. */
export function AnswerCard({ request, phase, nowSec }: { request: RequestRow; phase: RequestPhase; nowSec: number }) {
  const isFinal = phase === 'final';
  return (
    <Card
      role="region"
      aria-label="Answer"
      data-phase={phase}
      className={cn(
        'border-2',
        isFinal ? 'border-up' : 'border-dashed',
        phase === 'window' || phase === 'due' ? 'border-warn' : null,
      )}
    >
      <CardHeader title="Answer" note={noteOf(request, phase, nowSec)}>
        <PhaseBadge phase={phase} />
      </CardHeader>
      {request.output === null ? (
        <p className="py-6 text-center text-ink-3">
          {phase === 'refunded' || phase === 'late' ? 'No answer.' : 'Not yet.'}
        </p>
      ) : (
        <ShownText hex={request.output} label="Answer text" className={cn(!isFinal && 'text-ink-2')} />
      )}
    </Card>
  );
}
