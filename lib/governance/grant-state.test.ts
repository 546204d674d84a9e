import { describe, expect, it } from 'vitest';
import { moveGrant, moveTranche, openGrant } from '../api/governance/replay-grant.ts';
import type { GrantDetail } from '../api/governance/types.ts';
import { grantDeeds, grantStatus, heldAmount, vetoVotesOf } from './grant-state.ts';

const account = '0x2000000000000000000000000000000000000002';
const at = (atSec: number) => ({ id: String(atSec), atSec, txHash: '0x01' }) as const;
const made = openGrant(
  {
    grantId: 1n,
    token: account,
    recipient: account,
    treasury: account,
    currency: account,
    openUntil: 1_000n,
    amounts: [10n, 20n, 30n],
    title: 'For',
    milestones: ['a', 'b', 'c'],
  },
  at(1),
);
const opened: GrantDetail = { ...made.grant, tranches: made.tranches };
type Event = Parameters<typeof moveGrant>[1];
const lived = (...events: readonly (readonly [number, Event])[]): GrantDetail =>
  events.reduce((row, [sec, event]) => {
    const { tranches, ...grant } = row;
    return { ...moveGrant(grant, event), tranches: tranches.map((part) => moveTranche(part, event, at(sec))) };
  }, opened);
const announced = (sec: number, tranche: bigint) =>
  [
    sec,
    { eventName: 'TrancheAnnounced', args: { grantId: 1n, tranche, evidenceURI: 'x', vetoUntil: BigInt(sec + 100) } },
  ] as const;
const ended = (sec: number, eventName: 'TrancheReleased' | 'TrancheStopped', tranche: bigint, amount: bigint) =>
  [sec, { eventName, args: { grantId: 1n, tranche, amount } }] as const;

describe('a grant', () => {
  it('waits, is announced, can be objected to from the next second on, and then paid', () => {
    expect(grantDeeds(opened, 500)).toMatchObject({ canAnnounce: true, canObject: false, canReturn: false });
    const row = lived(announced(500, 0n));
    expect(grantDeeds(row, 500)).toMatchObject({ canAnnounce: false, canObject: false, canRelease: false });
    expect(grantDeeds(row, 600)).toMatchObject({ canObject: true, canRelease: false });
    expect(grantDeeds(row, 601)).toMatchObject({ canObject: false, canRelease: true });
    expect(grantStatus(row, 601)).toBe('announced');
  });

  it('gives back what was stopped at once, and the rest when its time is over', () => {
    const row = lived(
      announced(500, 0n),
      ended(700, 'TrancheReleased', 0n, 10n),
      announced(800, 1n),
      ended(850, 'TrancheStopped', 1n, 20n),
    );
    expect(grantDeeds(row, 900)).toMatchObject({ canAnnounce: true, canReturn: true, returnable: 20n });
    expect(grantDeeds(row, 1_001)).toMatchObject({ canAnnounce: false, returnable: 50n });
    expect(heldAmount(row)).toBe(50n);
    expect(grantStatus(row, 1_001)).toBe('over');
    const back = lived([2_000, { eventName: 'GrantEnded', args: { grantId: 1n, returnedTranches: 3n } }]);
    expect(back.tranches.map(({ state }) => state)).toEqual(['Returned', 'Returned', 'Returned']);
    expect(grantDeeds(back, 2_000)).toMatchObject({ current: null, returnable: 60n });
    const sent = lived(
      [2_000, { eventName: 'GrantEnded', args: { grantId: 1n, returnedTranches: 3n } }],
      [2_001, { eventName: 'GrantMoneyReturned', args: { grantId: 1n, amount: 60n } }],
    );
    expect(grantDeeds(sent, 2_002)).toMatchObject({ canReturn: false, returnable: 0n });
    expect(heldAmount(sent)).toBe(0n);
  });

  it('needs a veto rounded up', () => {
    expect(vetoVotesOf(101n, 1_000)).toBe(11n);
    expect(vetoVotesOf(100n, 1_000)).toBe(10n);
  });
});
