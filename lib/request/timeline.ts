import type { RequestRow } from '../api/types.ts';

/** Where a request stands at one instant. Two phases follow from time alone: nothing on chain marks `late` and `due`. */
export type RequestPhase =
  /** Paid; only the assigned operator may answer yet. */
  | 'assigned'
  /** Paid; any operator may answer. */
  | 'open'
  /** No answer by the deadline: the payer can have the fee back. */
  | 'late'
  /** Answered; the answer can still be challenged. */
  | 'window'
  /** Answered and unchallenged: anyone can make it final. */
  | 'due'
  | 'final'
  | 'refunded';

/** What the timeline needs of a request. */
export type TimelineRequest = Pick<
  RequestRow,
  | 'status'
  | 'requestedAtSec'
  | 'assignedOperator'
  | 'assignedUntilSec'
  | 'deadlineSec'
  | 'finalizableAtSec'
  | 'operator'
  | 'events'
>;

/** The phase of a request at `nowSec` of the chain's clock, with the contract's own comparisons. */
export function phaseOf(request: TimelineRequest, nowSec: number): RequestPhase {
  switch (request.status) {
    case 'Requested':
      if (nowSec > request.deadlineSec) return 'late';
      return request.assignedOperator !== null && nowSec < request.assignedUntilSec ? 'assigned' : 'open';
    case 'Answered':
      return request.finalizableAtSec !== null && nowSec < request.finalizableAtSec ? 'window' : 'due';
    case 'Finalized':
      return 'final';
    case 'Refunded':
      return 'refunded';
    default:
      return request.status satisfies never;
  }
}

/** Whether nothing more will happen to a request. */
export function isTerminal(status: RequestRow['status']): boolean {
  return status === 'Finalized' || status === 'Refunded';
}

export type TimelineStepId = 'paid' | 'pickedUp' | 'running' | 'posted' | 'window' | 'final' | 'refunded';
export type TimelineState = 'done' | 'current' | 'waiting' | 'failed';

/** One step of a request's life. `atSec` is when it happened, `endsAtSec` the end of a countdown that runs now. */
export type TimelineStep = {
  id: TimelineStepId;
  state: TimelineState;
  atSec: number | null;
  endsAtSec: number | null;
  txHash: `0x${string}` | null;
};

type EventKind = TimelineRequest['events'][number]['kind'];

/** The steps of a request in order, as they stand at `nowSec`. A refunded request ends in `refunded`, every other in `final`. */
export function timelineOf(request: TimelineRequest, nowSec: number): TimelineStep[] {
  const phase = phaseOf(request, nowSec);
  // A voided answer opens the request again: the newest event of a kind is the one that counts.
  const eventOf = (kind: EventKind) => request.events.findLast((event) => event.kind === kind) ?? null;
  const step = (
    id: TimelineStepId,
    state: TimelineState,
    kind: EventKind | null = null,
    endsAtSec: number | null = null,
  ): TimelineStep => {
    const event = kind === null || state === 'waiting' ? null : eventOf(kind);
    return { id, state, endsAtSec, atSec: event?.atSec ?? null, txHash: event?.txHash ?? null };
  };
  const paid = { ...step('paid', 'done', 'requested'), atSec: request.requestedAtSec };
  const pickedUp: TimelineStep = {
    ...step('pickedUp', request.assignedOperator === null && request.operator === null ? 'waiting' : 'done'),
    atSec: request.assignedOperator === null ? null : request.requestedAtSec,
  };
  switch (phase) {
    case 'assigned':
    case 'open': {
      const open = pickedUp.state === 'waiting' ? { ...pickedUp, state: 'current' as const } : pickedUp;
      const running = step('running', open.state === 'current' ? 'waiting' : 'current', null, request.deadlineSec);
      return [paid, open, running, step('posted', 'waiting'), step('window', 'waiting'), step('final', 'waiting')];
    }
    case 'late':
      return [paid, pickedUp, step('running', 'failed'), step('refunded', 'current')];
    case 'window': {
      const window = step('window', 'current', null, request.finalizableAtSec);
      return [
        paid,
        answered(pickedUp),
        step('running', 'done'),
        step('posted', 'done', 'answered'),
        window,
        step('final', 'waiting'),
      ];
    }
    case 'due':
    case 'final': {
      const last = step('final', phase === 'final' ? 'done' : 'current', 'finalized');
      const window = { ...step('window', 'done'), atSec: request.finalizableAtSec };
      return [paid, answered(pickedUp), step('running', 'done'), step('posted', 'done', 'answered'), window, last];
    }
    case 'refunded':
      return [paid, pickedUp, step('running', 'failed'), step('refunded', 'done', 'refunded')];
    default:
      return phase satisfies never;
  }
}

function answered(pickedUp: TimelineStep): TimelineStep {
  return { ...pickedUp, state: 'done' };
}

/** What anyone, or the payer's tool, can do about a request now; null when there is nothing to do but wait. */
export function dueAction(phase: RequestPhase): 'refund' | 'finalize' | null {
  if (phase === 'late') return 'refund';
  return phase === 'due' ? 'finalize' : null;
}
