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
  window: 'Challenge window',
  final: 'Final',
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
      return step.state === 'done' ? 'Output and trace root are on chain, with a bond behind them.' : null;
    case 'window':
      return countdown === null ? null : <span role="timer">{countdown} left</span>;
    case 'final':
      return step.state === 'current' ? 'Due: a keeper, or you, makes it final.' : null;
    case 'refunded':
      return step.state === 'current' ? 'The fee can be taken back.' : 'The fee went back to the payer.';
    default:
      return step.id satisfies never;
  }
}

/** The life of a request, step by step, with what happened when. */
export function RequestTimeline({ request, nowSec }: { request: RequestRow; nowSec: number }) {
  const steps = timelineOf(request, nowSec).map((step) => ({
    id: step.id,
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
