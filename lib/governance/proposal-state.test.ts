import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMajority, isQuorum, type Judged, proposalStateOf } from './proposal-state.ts';

const base: Judged = {
  snapshotSec: 100,
  deadlineSec: 200,
  forVotes: 10n,
  againstVotes: 4n,
  abstainVotes: 0n,
  etaSec: null,
  executedAtSec: null,
  cancelledAtSec: null,
};
const at = (nowSec: number, change: Partial<Judged> = {}, quorumVotes: bigint | null = 10n) =>
  proposalStateOf({ ...base, ...change }, { nowSec, quorumVotes });

describe('proposalStateOf', () => {
  it('counts the seconds of snapshot and deadline as the governor does', () => {
    expect(at(100)).toBe('Pending');
    expect(at(101)).toBe('Active');
    expect(at(200)).toBe('Active');
    expect(at(201)).toBe('Succeeded');
  });

  it('needs the quorum of for and abstain, and more for than against', () => {
    expect(at(201, { forVotes: 9n })).toBe('Defeated');
    expect(at(201, { forVotes: 6n, abstainVotes: 4n })).toBe('Succeeded');
    expect(at(201, { forVotes: 10n, againstVotes: 10n })).toBe('Defeated');
    expect(at(201, { forVotes: 0n, againstVotes: 0n }, 0n)).toBe('Defeated');
  });

  it('says nothing of an outcome whose quorum is not known', () => {
    expect(at(201, {}, null)).toBeNull();
    expect(at(201, { forVotes: 1n }, null)).toBe('Defeated');
    expect(at(201, { etaSec: 300 }, null)).toBe('Queued');
  });

  it('puts executed and cancelled first', () => {
    expect(at(50, { cancelledAtSec: 40 })).toBe('Canceled');
    expect(at(400, { etaSec: 300, executedAtSec: 350 })).toBe('Executed');
    expect(at(400, { etaSec: 300 })).toBe('Queued');
  });

  it('is the governor’s order of questions for any votes', () => {
    const votes = fc.bigInt({ min: 0n, max: 20n });
    fc.assert(
      fc.property(votes, votes, votes, votes, fc.integer({ min: 90, max: 210 }), (yes, no, abstain, quorum, nowSec) => {
        const row = { ...base, forVotes: yes, againstVotes: no, abstainVotes: abstain };
        const isPassed = isQuorum(row, quorum) && isMajority(row);
        const expected = nowSec <= 100 ? 'Pending' : nowSec <= 200 ? 'Active' : isPassed ? 'Succeeded' : 'Defeated';
        expect(proposalStateOf(row, { nowSec, quorumVotes: quorum })).toBe(expected);
      }),
    );
  });
});
