import { describe, expect, it } from 'vitest';
import { dueAction, isTerminal, phaseOf, type TimelineRequest, timelineOf } from './timeline.ts';

const OPERATOR = '0x00000000000000000000000000000000000000aa';
const HASH = `0x${'11'.repeat(32)}` as const;

const ANSWER_HASH = `0x${'22'.repeat(32)}` as const;
const VOID_HASH = `0x${'33'.repeat(32)}` as const;
const GAME = {
  gameId: 7n,
  attempt: 1,
  phase: 'PickSteps',
  outcome: null,
  openedAtSec: 1_015,
  settledAtSec: null,
  txHash: HASH,
} as const;

const asked: TimelineRequest = {
  status: 'Requested',
  requestedAtSec: 1_000,
  assignedOperator: OPERATOR,
  assignedUntilSec: 1_005,
  deadlineSec: 1_120,
  finalizableAtSec: null,
  operator: null,
  attempts: [],
  games: [],
  events: [{ kind: 'requested', atSec: 1_000, txHash: HASH, detail: null }],
};
const answered: TimelineRequest = {
  ...asked,
  status: 'Answered',
  operator: OPERATOR,
  finalizableAtSec: 1_030,
  attempts: [
    { attempt: 1, outcome: 'standing', operator: OPERATOR, postedAtSec: 1_010, txHash: ANSWER_HASH, endTxHash: null },
  ],
  events: [...asked.events, { kind: 'answered', atSec: 1_010, txHash: ANSWER_HASH, detail: null }],
};
const final: TimelineRequest = {
  ...answered,
  status: 'Finalized',
  events: [...answered.events, { kind: 'finalized', atSec: 1_031, txHash: HASH, detail: null }],
};
const refunded: TimelineRequest = {
  ...asked,
  status: 'Refunded',
  events: [...asked.events, { kind: 'refunded', atSec: 1_130, txHash: HASH, detail: null }],
};

const states = (request: TimelineRequest, nowSec: number) =>
  timelineOf(request, nowSec).map(({ id, state }) => `${id}:${state}`);

describe('phaseOf', () => {
  it('follows the contract’s comparisons at every boundary', () => {
    expect(phaseOf(asked, 1_004)).toBe('assigned');
    expect(phaseOf(asked, 1_005)).toBe('open');
    expect(phaseOf(asked, 1_120)).toBe('open');
    expect(phaseOf(asked, 1_121)).toBe('late');
    expect(phaseOf(answered, 1_029)).toBe('window');
    expect(phaseOf(answered, 1_030)).toBe('due');
    expect(phaseOf(final, 9_999)).toBe('final');
    expect(phaseOf(refunded, 9_999)).toBe('refunded');
  });

  it('is open at once where no operator was assigned', () =>
    expect(phaseOf({ ...asked, assignedOperator: null, assignedUntilSec: 0 }, 1_000)).toBe('open'));
});

describe('timelineOf', () => {
  it('counts down to the deadline while the operator runs', () => {
    expect(states(asked, 1_003)).toEqual([
      'paid:done',
      'pickedUp:done',
      'running:current',
      'posted:waiting',
      'window:waiting',
      'final:waiting',
    ]);
    expect(timelineOf(asked, 1_003).find(({ id }) => id === 'running')?.endsAtSec).toBe(1_120);
  });

  it('waits for a pick-up where nobody was assigned', () =>
    expect(states({ ...asked, assignedOperator: null }, 1_003).slice(0, 3)).toEqual([
      'paid:done',
      'pickedUp:current',
      'running:waiting',
    ]));

  it('counts down the challenge window after the answer', () => {
    expect(states(answered, 1_020)).toEqual([
      'paid:done',
      'pickedUp:done',
      'running:done',
      'posted:done',
      'window:current',
      'final:waiting',
    ]);
    const steps = timelineOf(answered, 1_020);
    expect(steps.find(({ id }) => id === 'window')?.endsAtSec).toBe(1_030);
    expect(steps.find(({ id }) => id === 'posted')).toMatchObject({ atSec: 1_010, txHash: `0x${'22'.repeat(32)}` });
  });

  it('waits for somebody to finalise when the window is over', () =>
    expect(states(answered, 1_030).slice(-2)).toEqual(['window:done', 'final:current']));

  it('is done to the last step when final', () => {
    expect(timelineOf(final, 2_000).every(({ state }) => state === 'done')).toBe(true);
    expect(timelineOf(final, 2_000).at(-1)).toMatchObject({ id: 'final', atSec: 1_031 });
  });

  it('ends in a refund when no answer came', () => {
    expect(states(asked, 1_200)).toEqual(['paid:done', 'pickedUp:done', 'running:failed', 'refunded:current']);
    expect(states(refunded, 1_200).at(-1)).toBe('refunded:done');
  });

  it('leads to the game while the answer is disputed, also when its window has passed', () => {
    const disputed: TimelineRequest = { ...answered, games: [GAME] };
    expect(phaseOf(disputed, 1_020)).toBe('disputed');
    expect(phaseOf(disputed, 1_999)).toBe('disputed');
    expect(states(disputed, 1_020).slice(-3)).toEqual(['posted:done', 'disputed:current', 'final:waiting']);
    expect(timelineOf(disputed, 1_020).find(({ id }) => id === 'disputed')).toMatchObject({ gameId: 7n, attempt: 1 });
  });

  it('goes on with the window when the challenger lost', () => {
    const defended: TimelineRequest = {
      ...answered,
      games: [{ ...GAME, phase: 'Settled', outcome: 'AsserterWon', settledAtSec: 1_018 }],
    };
    expect(phaseOf(defended, 1_020)).toBe('window');
    expect(states(defended, 1_020).slice(-3)).toEqual(['disputed:done', 'window:current', 'final:waiting']);
  });

  const reopened: TimelineRequest = {
    ...asked,
    assignedOperator: null,
    attempts: [
      {
        attempt: 1,
        outcome: 'voided',
        operator: OPERATOR,
        postedAtSec: 1_010,
        txHash: ANSWER_HASH,
        endTxHash: VOID_HASH,
      },
    ],
    games: [{ ...GAME, phase: 'Settled', outcome: 'ChallengerWon', settledAtSec: 1_020 }],
    events: [...answered.events, { kind: 'voided', atSec: 1_020, txHash: VOID_HASH, detail: null }],
  };

  it('runs again after an answer was voided, with what happened to the first', () => {
    expect(states(reopened, 1_021)).toEqual([
      'paid:done',
      'posted:done',
      'disputed:done',
      'voided:failed',
      'pickedUp:current',
      'running:waiting',
      'posted:waiting',
      'window:waiting',
      'corrected:waiting',
    ]);
    const steps = timelineOf(reopened, 1_021);
    expect(steps.find(({ id }) => id === 'voided')).toMatchObject({ attempt: 1, atSec: 1_020, txHash: VOID_HASH });
    expect(steps.findLast(({ id }) => id === 'posted')).toMatchObject({ state: 'waiting', atSec: null });
  });

  it('ends corrected when the second answer is final, and refunded when none came', () => {
    const [first] = reopened.attempts;
    if (first === undefined) throw new Error('no first answer');
    const corrected: TimelineRequest = {
      ...reopened,
      status: 'Finalized',
      operator: OPERATOR,
      finalizableAtSec: 1_060,
      attempts: [first, { ...first, attempt: 2, outcome: 'final', postedAtSec: 1_040, endTxHash: HASH }],
      events: [
        ...reopened.events,
        { kind: 'answered', atSec: 1_040, txHash: HASH, detail: null },
        { kind: 'finalized', atSec: 1_061, txHash: HASH, detail: null },
      ],
    };
    expect(phaseOf(corrected, 2_000)).toBe('corrected');
    expect(states(corrected, 2_000).slice(3)).toEqual([
      'voided:failed',
      'pickedUp:done',
      'running:done',
      'posted:done',
      'window:done',
      'corrected:done',
    ]);
    expect(states({ ...reopened, status: 'Refunded' }, 2_000).slice(3)).toEqual([
      'voided:failed',
      'pickedUp:waiting',
      'running:failed',
      'refunded:done',
    ]);
  });

  it('has exactly one current step until it is over, and none after', () => {
    const cases: [TimelineRequest, number, number][] = [
      [asked, 1_001, 1],
      [asked, 1_100, 1],
      [asked, 2_000, 1],
      [answered, 1_020, 1],
      [answered, 2_000, 1],
      [final, 2_000, 0],
      [refunded, 2_000, 0],
    ];
    for (const [request, nowSec, count] of cases) {
      expect(timelineOf(request, nowSec).filter(({ state }) => state === 'current')).toHaveLength(count);
    }
  });
});

describe('dueAction', () => {
  it('offers a refund only when late and finality only when due', () => {
    expect(dueAction(phaseOf(asked, 1_120))).toBeNull();
    expect(dueAction(phaseOf(asked, 1_121))).toBe('refund');
    expect(dueAction(phaseOf(answered, 1_029))).toBeNull();
    expect(dueAction(phaseOf(answered, 1_030))).toBe('finalize');
    expect(dueAction(phaseOf(final, 9_999))).toBeNull();
  });
});

describe('isTerminal', () => {
  it('is true of final and refunded only', () => {
    expect([asked, answered, final, refunded].map(({ status }) => isTerminal(status))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
