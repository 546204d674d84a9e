import { describe, expect, it } from 'vitest';
import { dueAction, isTerminal, phaseOf, type TimelineRequest, timelineOf } from './timeline.ts';

const OPERATOR = '0x00000000000000000000000000000000000000aa';
const HASH = `0x${'11'.repeat(32)}` as const;

const asked: TimelineRequest = {
  status: 'Requested',
  requestedAtSec: 1_000,
  assignedOperator: OPERATOR,
  assignedUntilSec: 1_005,
  deadlineSec: 1_120,
  finalizableAtSec: null,
  operator: null,
  events: [{ kind: 'requested', atSec: 1_000, txHash: HASH, detail: null }],
};
const answered: TimelineRequest = {
  ...asked,
  status: 'Answered',
  operator: OPERATOR,
  finalizableAtSec: 1_030,
  events: [...asked.events, { kind: 'answered', atSec: 1_010, txHash: `0x${'22'.repeat(32)}`, detail: null }],
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

  it('runs again after an answer was voided, and shows no old answer', () => {
    const voided: TimelineRequest = {
      ...asked,
      assignedOperator: null,
      events: [...answered.events, { kind: 'voided', atSec: 1_020, txHash: HASH, detail: null }],
    };
    expect(timelineOf(voided, 1_021).find(({ id }) => id === 'posted')).toMatchObject({
      state: 'waiting',
      atSec: null,
    });
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
