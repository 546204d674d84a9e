import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimRow } from '../api/types.ts';
import { csvField } from '../format/csv.ts';
import {
  amountOf,
  canSnapshot,
  claimableOf,
  claimsToSend,
  releasingOf,
  shownPositions,
  sumByCurrency,
  totalClaimable,
} from './aggregate.ts';
import { compareExits, exitAdvice } from './compare-exits.ts';
import { claimsCsv } from './csv.ts';
import { ETH, type Position } from './position.ts';

const TOKEN = '0x0000000000000000000000000000000000000001';
const OTHER = '0x0000000000000000000000000000000000000002';
const WETH = '0x00000000000000000000000000000000000000EE';

function position(change: Partial<Position> = {}): Position {
  return {
    token: TOKEN,
    name: 'A',
    symbol: 'AAA',
    balance: 10n,
    isExcluded: false,
    redeemWei: 0n,
    sellWei: 0n,
    pendingShareWei: 3n,
    unreleasedShareWei: 4n,
    tokenPendingWei: 30n,
    tokenUnreleasedWei: 40n,
    releaseEndSec: 0,
    nextSnapshotAtSec: 100,
    claims: [
      {
        snapshotId: 1n,
        recordTimeSec: 10,
        amounts: [
          { currency: ETH, amount: 5n },
          { currency: WETH, amount: 1n },
        ],
      },
      { snapshotId: 3n, recordTimeSec: 20, amounts: [{ currency: ETH, amount: 7n }] },
    ],
    ...change,
  };
}

describe('sumByCurrency', () => {
  it('keeps ETH first and the currencies apart, whatever the letter case', () =>
    expect(
      sumByCurrency([
        { currency: WETH, amount: 2n },
        { currency: ETH, amount: 1n },
        { currency: '0x00000000000000000000000000000000000000ee', amount: 3n },
        { currency: OTHER, amount: 0n },
      ]),
    ).toEqual([
      { currency: ETH, amount: 1n },
      { currency: '0x00000000000000000000000000000000000000ee', amount: 5n },
    ]));

  it('loses and makes nothing', () => {
    const amount = fc.record({
      currency: fc.constantFrom<`0x${string}`>(ETH, WETH, TOKEN),
      amount: fc.bigInt(0n, 10n ** 30n),
    });
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const total = (list: readonly { amount: bigint }[]) => list.reduce((sum, each) => sum + each.amount, 0n);
        expect(total(sumByCurrency(amounts))).toBe(total(amounts));
      }),
      { seed: 7 },
    );
  });
});

describe('aggregation of positions', () => {
  it('sums snapshots of a token, then tokens', () => {
    expect(claimableOf(position())).toEqual([
      { currency: ETH, amount: 12n },
      { currency: WETH, amount: 1n },
    ]);
    const all = totalClaimable([position(), position({ token: OTHER })]);
    expect(amountOf(all, ETH)).toBe(24n);
    expect(amountOf(all, WETH)).toBe(2n);
    expect(amountOf(all, OTHER)).toBe(0n);
  });

  it('claims only ids with something to claim, one entry a token', () =>
    expect(claimsToSend([position(), position({ token: OTHER, claims: [] })])).toEqual([
      { token: TOKEN, symbol: 'AAA', snapshotIds: [1n, 3n], ethWei: 12n },
    ]));

  it('shows what is owed on tokens that were sold, and hides what does not concern the account', () => {
    const sold = position({ token: OTHER, balance: 0n });
    const foreign = position({ balance: 0n, claims: [] });
    expect(shownPositions([foreign, sold])).toEqual([sold]);
  });

  it('adds what waits for a snapshot to what is still being released', () => expect(releasingOf(position())).toBe(7n));

  it('allows a snapshot only when it is due and would share something', () => {
    expect(canSnapshot(position(), 99)).toBe(false);
    expect(canSnapshot(position(), 100)).toBe(true);
    expect(canSnapshot(position({ tokenPendingWei: 0n }), 100)).toBe(false);
  });
});

describe('compareExits', () => {
  const input = { balance: 10n, claimableWei: 100n, releasingWei: 40n, redeemWei: 7n, sellWei: 9n };
  it('counts past claims in every case and gives up later revenue when leaving', () =>
    expect(compareExits(input).map(({ id, totalWei, keepsWei }) => [id, totalWei, keepsWei])).toEqual([
      ['claim', 100n, 40n],
      ['sell', 109n, 0n],
      ['burn', 107n, 0n],
    ]));
  it('says which way out pays more', () => {
    expect(exitAdvice(input)).toContain('selling pays more');
    expect(exitAdvice({ ...input, redeemWei: 10n })).toContain('burning pays more');
    expect(exitAdvice({ ...input, balance: 0n })).toBeNull();
  });
});

describe('claimsCsv', () => {
  const claim: ClaimRow = {
    id: '1',
    token: TOKEN,
    account: OTHER,
    snapshotId: 4n,
    currency: ETH,
    amount: 1_234_500_000_000_000_000_001n,
    wrapped: true,
    atSec: 1_700_000_000,
    txHash: `0x${'11'.repeat(32)}`,
  };

  it('writes full precision without grouping, UTC and the transaction', () =>
    expect(claimsCsv([{ claim, symbol: 'A,"B"', currencySymbol: 'ETH' }])).toBe(
      'time,model,token,snapshot,currency,amount,wrapped,transaction\r\n' +
        `2023-11-14T22:13:20.000Z,"A,""B""",${TOKEN},4,ETH,1234.500000000000000001,paid as WETH,0x${'11'.repeat(32)}\r\n`,
    ));

  it('defuses what a spreadsheet would run', () => {
    expect(csvField('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(csvField('@a')).toBe("'@a");
    expect(csvField('plain')).toBe('plain');
  });
});
