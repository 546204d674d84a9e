import type { AttemptRow, GameRow } from '../api/dispute/types.ts';
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
  /** Answered; a dispute game over the answer is not settled yet. */
  | 'disputed'
  /** Answered and unchallenged: anyone can make it final. */
  | 'due'
  | 'final'
  /** Final, after an earlier answer was proved wrong. */
  | 'corrected'
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
> & {
  attempts: readonly Pick<AttemptRow, 'attempt' | 'outcome' | 'operator' | 'postedAtSec' | 'txHash' | 'endTxHash'>[];
  games: readonly Pick<
    GameRow,
    'gameId' | 'attempt' | 'phase' | 'outcome' | 'openedAtSec' | 'settledAtSec' | 'txHash'
  >[];
};

/** The dispute games over the answer that stands, which are not settled. */
export function openGames<T extends TimelineRequest>(request: T): T['games'] {
  const present = request.attempts.at(-1);
  if (request.status !== 'Answered' || present === undefined) return [];
  return request.games.filter(({ attempt, phase }) => attempt === present.attempt && phase !== 'Settled');
}

/** The phase of a request at `nowSec` of the chain's clock, with the contract's own comparisons. */
export function phaseOf(request: TimelineRequest, nowSec: number): RequestPhase {
  switch (request.status) {
    case 'Requested':
      if (nowSec > request.deadlineSec) return 'late';
      return request.assignedOperator !== null && nowSec < request.assignedUntilSec ? 'assigned' : 'open';
    case 'Answered':
      if (openGames(request).length > 0) return 'disputed';
      return request.finalizableAtSec !== null && nowSec < request.finalizableAtSec ? 'window' : 'due';
    case 'Finalized':
      return request.attempts.some(({ outcome }) => outcome === 'voided') ? 'corrected' : 'final';
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

export type TimelineStepId =
  | 'paid'
  | 'pickedUp'
  | 'running'
  | 'posted'
  | 'disputed'
  | 'voided'
  | 'window'
  | 'final'
  | 'corrected'
  | 'refunded';
export type TimelineState = 'done' | 'current' | 'waiting' | 'failed';

/**
 * One step of a request's life. `atSec` is when it happened, `endsAtSec` the end of a countdown that runs now, `attempt` the
 * answer it belongs to, `gameId` the game to look at.
 */
export type TimelineStep = {
  id: TimelineStepId;
  state: TimelineState;
  atSec: number | null;
  endsAtSec: number | null;
  txHash: `0x${string}` | null;
  attempt: number | null;
  gameId: bigint | null;
};

type EventKind = TimelineRequest['events'][number]['kind'];

const BLANK = { atSec: null, endsAtSec: null, txHash: null, attempt: null, gameId: null } as const;

/**
 * The steps of a request in order, as they stand at `nowSec`. Answers that were voided come first with their disputes. A refunded
 * request ends in `refunded`, one that was answered wrongly before in `corrected`, every other in `final`.
 */
export function timelineOf(request: TimelineRequest, nowSec: number): TimelineStep[] {
  const paid: TimelineStep = { ...step(request, 'paid', 'done', 'requested'), atSec: request.requestedAtSec };
  const voided = request.attempts.filter(({ outcome }) => outcome === 'voided');
  return [paid, ...voided.flatMap((answer) => voidedSteps(request, answer)), ...presentSteps(request, nowSec)];
}

function step(
  request: TimelineRequest,
  id: TimelineStepId,
  state: TimelineState,
  kind: EventKind | null = null,
): TimelineStep {
  // A voided answer opens the request again: the newest event of a kind is the one that counts.
  const event = kind === null || state === 'waiting' ? undefined : request.events.findLast((one) => one.kind === kind);
  return { ...BLANK, id, state, atSec: event?.atSec ?? null, txHash: event?.txHash ?? null };
}

type Answer = TimelineRequest['attempts'][number];

function voidedSteps(request: TimelineRequest, answer: Answer): TimelineStep[] {
  const { attempt, postedAtSec, txHash, endTxHash } = answer;
  const event = request.events.find((one) => one.kind === 'voided' && one.txHash === endTxHash);
  return [
    { ...BLANK, id: 'posted', state: 'done', attempt, atSec: postedAtSec, txHash },
    ...gameSteps(request, attempt),
    { ...BLANK, id: 'voided', state: 'failed', attempt, atSec: event?.atSec ?? null, txHash: endTxHash },
  ];
}

function gameSteps(request: TimelineRequest, attempt: number): TimelineStep[] {
  return request.games
    .filter((game) => game.attempt === attempt)
    .map(({ gameId, phase, openedAtSec, txHash }) => ({
      ...BLANK,
      id: 'disputed',
      state: phase === 'Settled' ? 'done' : 'current',
      attempt,
      gameId,
      atSec: openedAtSec,
      txHash,
    }));
}

function presentSteps(request: TimelineRequest, nowSec: number): TimelineStep[] {
  const phase = phaseOf(request, nowSec);
  const present = request.attempts.at(-1);
  const attempt = present === undefined || present.outcome === 'voided' ? null : present.attempt;
  const isAgain = request.attempts.some(({ outcome }) => outcome === 'voided');
  const last: TimelineStepId = isAgain ? 'corrected' : 'final';
  const at = (id: TimelineStepId, state: TimelineState, kind: EventKind | null = null) =>
    step(request, id, state, kind);
  const games = attempt === null ? [] : gameSteps(request, attempt);
  const answered = (): TimelineStep[] => [
    { ...pickedUp(request, isAgain), state: 'done' },
    at('running', 'done'),
    { ...at('posted', 'done', 'answered'), attempt },
  ];
  switch (phase) {
    case 'assigned':
    case 'open': {
      const picked = pickedUp(request, isAgain);
      const open: TimelineStep = picked.state === 'waiting' ? { ...picked, state: 'current' } : picked;
      const running = at('running', open.state === 'current' ? 'waiting' : 'current');
      return [
        open,
        { ...running, endsAtSec: request.deadlineSec },
        at('posted', 'waiting'),
        at('window', 'waiting'),
        at(last, 'waiting'),
      ];
    }
    case 'late':
      return [pickedUp(request, isAgain), at('running', 'failed'), at('refunded', 'current')];
    case 'window': {
      const window = { ...at('window', 'current'), endsAtSec: request.finalizableAtSec };
      return [...answered(), ...games, window, at(last, 'waiting')];
    }
    case 'disputed':
      return [...answered(), ...games, at(last, 'waiting')];
    case 'due':
    case 'final':
    case 'corrected': {
      const window = { ...at('window', 'done'), atSec: request.finalizableAtSec };
      return [...answered(), ...games, window, at(last, phase === 'due' ? 'current' : 'done', 'finalized')];
    }
    case 'refunded':
      return [pickedUp(request, isAgain), at('running', 'failed'), at('refunded', 'done', 'refunded')];
    default:
      return phase satisfies never;
  }
}

function pickedUp(request: TimelineRequest, isAgain: boolean): TimelineStep {
  const { assignedOperator, operator, requestedAtSec } = request;
  const isWaiting = assignedOperator === null && operator === null;
  const atSec = assignedOperator === null || isAgain ? null : requestedAtSec;
  return { ...BLANK, id: 'pickedUp', state: isWaiting ? 'waiting' : 'done', atSec };
}

/** What anyone, or the payer's tool, can do about a request now; null when there is nothing to do but wait. */
export function dueAction(phase: RequestPhase): 'refund' | 'finalize' | null {
  if (phase === 'late') return 'refund';
  return phase === 'due' ? 'finalize' : null;
}
