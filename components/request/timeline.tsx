import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RequestRow } from '@/lib/api/types';
import { clock } from '@/lib/format/time';
import { type TimelineStep, type TimelineStepId, timelineOf } from '@/lib/request/timeline';
import { Address } from '../common/address';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Stepper } from '../ui/stepper';

const TITLES: Record<TimelineStepId, string> = {
  paid: 'Paid',
  pickedUp: 'Picked up',
  running: 'Running',
  posted: 'Posted',
  disputed: 'Disputed',
  voided: 'Voided',
  window: 'Challenge window',
  final: 'Final',
  corrected: 'Corrected',
  refunded: 'Refunded',
};

function detailOf(step: TimelineStep, request: RequestRow, nowSec: number): ReactNode {
  const countdown = step.endsAtSec === null ? null : clock(step.endsAtSec - nowSec);
  const operator = request.operator ?? request.assignedOperator;
  switch (step.id) {
    case 'paid':
      return 'The fee is held until the answer is final.';
    case 'pickedUp':
      return operator === null ? 'Waiting for an operator.' : <Address address={operator} />;
    case 'running':
      if (step.state === 'failed') return 'No answer came in time.';
      return countdown === null || step.state !== 'current' ? null : `At most ${countdown} left to answer.`;
    case 'posted':
      if (step.state !== 'done') return null;
      return step.attempt === null || request.attempts.length < 2
        ? 'Output and trace root are on chain, with a bond behind them.'
        : `Answer ${step.attempt}, with a bond behind it.`;
    case 'disputed':
      return (
        <Link href={`/disputes/${step.gameId}`} className="link inline-flex min-h-6 items-center">
          {step.state === 'current' ? `Watch game ${step.gameId}` : gameEnd(request, step.gameId)}
        </Link>
      );
    case 'voided':
      return `Answer ${step.attempt} was proved wrong or not defended. Its bond is gone; the fee is still held.`;
    case 'window':
      return countdown === null ? null : <span role="timer">{countdown} left</span>;
    case 'final':
    case 'corrected':
      if (step.id === 'corrected' && step.state === 'done') return 'A right answer took the place of the voided one.';
      return step.state === 'current' ? 'Due: a keeper, or you, makes it final.' : null;
    case 'refunded':
      return step.state === 'current' ? 'The fee can be taken back.' : 'The fee went back to the payer.';
    default:
      return step.id satisfies never;
  }
}

function gameEnd(request: RequestRow, gameId: bigint | null): string {
  const game = request.games.find((one) => one.gameId === gameId);
  switch (game?.outcome) {
    case 'ChallengerWon':
      return `Game ${gameId}: the challenger won`;
    case 'AsserterWon':
      return `Game ${gameId}: the operator won`;
    default:
      return `Game ${gameId}: the bond went back`;
  }
}

/** The life of a request, step by step, with what happened when. */
export function RequestTimeline({ request, nowSec }: { request: RequestRow; nowSec: number }) {
  const steps = timelineOf(request, nowSec).map((step) => ({
    id: `${step.id}-${step.attempt ?? ''}-${step.gameId ?? ''}`,
    state: step.state,
    title: TITLES[step.id],
    detail: (
      <span className="num flex flex-col gap-0.5">
        <span>{detailOf(step, request, nowSec)}</span>
        {step.atSec === null || step.state === 'waiting' ? null : (
          <span className="flex gap-2 text-xs">
            <RelativeTime atSec={step.atSec} />
            {step.txHash === null ? null : <TransactionLink hash={step.txHash}>transaction</TransactionLink>}
          </span>
        )}
      </span>
    ),
  }));
  return <Stepper label="Progress of the request" steps={steps} />;
}
