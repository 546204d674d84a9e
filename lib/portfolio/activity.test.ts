import { describe, expect, it } from 'vitest';
import type { ClaimRow, ModelSummary, RequestRow, Trade } from '../api/types.ts';
import { ETH } from '../claim/position.ts';
import { activityOf } from './activity.ts';
import { activityCsv } from './activity-csv.ts';

const TOKEN = '0x00000000000000000000000000000000000000A1';
const WETH = '0x00000000000000000000000000000000000000B2';
const tx = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const;
// Only the fields that an activity is made from.
const trade = (id: string, isBuy: boolean, atSec: number) =>
  ({ id, token: TOKEN, isBuy, weiAmount: 5n, tokenAmount: 7n, atSec, txHash: tx(1) }) as unknown as Trade;
const claim = (currency: `0x${string}`, atSec: number) =>
  ({ id: 'c', token: TOKEN, currency, amount: 9n, atSec, txHash: tx(2) }) as unknown as ClaimRow;
const request = {
  requestId: 3n,
  token: null,
  feeWei: 11n,
  requestedAtSec: 40,
  txHash: tx(3),
  events: [
    { kind: 'requested', atSec: 40, txHash: tx(3), detail: null },
    { kind: 'refunded', atSec: 60, txHash: tx(4), detail: null },
  ],
} as unknown as RequestRow;
const launch = { token: TOKEN, launchedAtSec: 10, launchTxHash: tx(5) } as unknown as ModelSummary;

const rows = activityOf({
  trades: [trade('1', true, 20), trade('2', false, 30)],
  claims: [claim(ETH, 50), claim(WETH, 55)],
  requests: [request],
  launches: [launch],
});

describe('activityOf', () => {
  it('puts everything in one order, newest first', () =>
    expect(rows.map(({ kind }) => kind)).toEqual(['refund', 'claim', 'claim', 'request', 'sell', 'buy', 'launch']));
  it('signs what left the account', () =>
    expect(rows.map(({ weiChange, tokenChange }) => [weiChange, tokenChange])).toEqual([
      [11n, 0n],
      [0n, 0n],
      [9n, 0n],
      [-11n, 0n],
      [5n, -7n],
      [-5n, 7n],
      [0n, 0n],
    ]));
  it('keeps a claim in another currency apart from ETH', () =>
    expect(rows[1]?.other).toEqual({ currency: WETH, amount: 9n }));
});

describe('activityCsv', () => {
  it('writes signed numbers as numbers', () =>
    expect(activityCsv(rows.slice(5, 6), () => '=X').split('\r\n')[1]).toBe(
      `1970-01-01T00:00:20.000Z,buy,'=X,${TOKEN},-0.000000000000000005,0.000000000000000007,,,,${tx(1)}`,
    ));
});
