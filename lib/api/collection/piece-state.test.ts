import { describe, expect, it } from 'vitest';
import { isForSale, type PieceFacts, pieceStateAt, pieceStateOf } from './piece-state.ts';

const SELLER = '0x1111111111111111111111111111111111111111';

describe('pieceStateOf', () => {
  const facts = (change: Partial<PieceFacts['request']>, held: Partial<PieceFacts> = {}): PieceFacts => ({
    heldAttempt: 1,
    answer: '0x01',
    ...held,
    request: { status: 'Answered', attempt: 1, output: '0x01', ...change },
  });

  it('waits while there is no answer, and again after one was voided', () => {
    expect(pieceStateOf(facts({ status: 'Requested', output: null }))).toBe('Awaiting');
  });
  it('is provisional or final with the request, where it holds the answer', () => {
    expect(pieceStateOf(facts({}))).toBe('Provisional');
    expect(pieceStateOf(facts({ status: 'Finalized' }))).toBe('Final');
  });
  it('is outdated without the answer, or with an earlier one, even when its request is final', () => {
    expect(pieceStateOf(facts({}, { heldAttempt: 0, answer: null }))).toBe('Outdated');
    expect(pieceStateOf(facts({ status: 'Finalized', attempt: 2, output: '0x02' }))).toBe('Outdated');
  });
  it('needs no update where the same bytes came again', () => {
    expect(pieceStateOf(facts({ status: 'Finalized', attempt: 2 }))).toBe('Final');
  });
  it('an empty answer is not none', () => {
    expect(pieceStateOf(facts({ output: '0x' }, { heldAttempt: 0, answer: null }))).toBe('Outdated');
  });
  it('is void once the payer has the fee back', () => {
    expect(pieceStateOf(facts({ status: 'Refunded', output: null }))).toBe('Void');
  });
});

describe('pieceStateAt', () => {
  it('makes void only what waits, and only after the deadline', () => {
    expect(pieceStateAt({ state: 'Awaiting', deadlineSec: 10 }, 10)).toBe('Awaiting');
    expect(pieceStateAt({ state: 'Awaiting', deadlineSec: 10 }, 11)).toBe('Void');
    expect(pieceStateAt({ state: 'Final', deadlineSec: 10 }, 11)).toBe('Final');
  });
});

describe('isForSale', () => {
  it('needs a listing and one of the two approvals', () => {
    const listed = { seller: SELLER, isApproved: false, isOperatorApproved: false } as const;
    expect(isForSale(listed)).toBe(false);
    expect(isForSale({ ...listed, isApproved: true })).toBe(true);
    expect(isForSale({ ...listed, isOperatorApproved: true })).toBe(true);
    expect(isForSale({ seller: null, isApproved: true, isOperatorApproved: true })).toBe(false);
  });
});
