import { zeroAddress, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import type { OracleRequest } from '../chain/oracle.ts';
import { type MarketStand, marketUpkeepOf } from './market.ts';
import { type PieceStand, pieceUpkeepOf } from './pieces.ts';
import { type TokenBooks, upkeepOf } from './revenue.ts';
import { settlementOf } from './settle.ts';

const request: OracleRequest = {
  requestId: 1n,
  status: 'Requested',
  modelId: 1n,
  payer: zeroAddress,
  requestedAtSec: 100,
  deadlineSec: 220,
  assignedOperator: zeroAddress,
  assignedUntilSec: 0,
  attempt: 0,
  operator: zeroAddress,
  finalizableAtSec: 0,
  openDisputes: 0,
  inputHash: zeroHash,
  outputHash: zeroHash,
  traceRoot: zeroHash,
};
const answered: OracleRequest = { ...request, status: 'Answered', finalizableAtSec: 150 };

describe('settlementOf', () => {
  it('refunds only after the deadline, as the contract does', () => {
    expect(settlementOf(request, 220)).toBeNull();
    expect(settlementOf(request, 221)).toBe('refund');
  });

  it('finalises from the end of the window on, but never while a dispute is open', () => {
    expect(settlementOf(answered, 149)).toBeNull();
    expect(settlementOf(answered, 150)).toBe('finalize');
    expect(settlementOf({ ...answered, openDisputes: 1 }, 999)).toBeNull();
  });

  it('leaves what is settled alone', () => {
    for (const status of ['None', 'Finalized', 'Refunded'] as const) {
      expect(settlementOf({ ...answered, status }, 999)).toBeNull();
    }
  });
});

describe('upkeepOf', () => {
  const books: TokenBooks = {
    token: zeroAddress,
    receivedTotal: 500n,
    unreleased: 0n,
    pending: 100n,
    nextSnapshotSec: 50,
  };
  const now = { syncedTotal: 500n, minWei: 100n, nowSec: 50 };

  it('takes a snapshot when enough waits and the interval has passed', () => {
    expect(upkeepOf({ ...now, books })).toBe('snapshot');
    expect(upkeepOf({ ...now, books, nowSec: 49 })).toBeNull();
    expect(upkeepOf({ ...now, books: { ...books, pending: 99n } })).toBeNull();
  });

  it('syncs when enough arrived that is not yet being released', () => {
    const waiting = { ...books, pending: 0n, unreleased: 100n };
    expect(upkeepOf({ ...now, books: waiting, syncedTotal: 400n })).toBe('sync');
    expect(upkeepOf({ ...now, books: waiting, syncedTotal: 401n })).toBeNull();
    expect(upkeepOf({ ...now, books: { ...waiting, unreleased: 0n }, syncedTotal: 0n })).toBeNull();
  });
});

describe('marketUpkeepOf', () => {
  const stand: MarketStand = {
    token: zeroAddress,
    curve: zeroAddress,
    isComplete: false,
    isGraduated: false,
    priceWei: 0n,
    uncollectedWei: 0n,
    uncollectedTokens: 0n,
  };
  const open: MarketStand = { ...stand, isComplete: true, isGraduated: true, priceWei: 5n * 10n ** 9n };

  it('graduates a sale that is complete, once', () => {
    expect(marketUpkeepOf(stand, 1n)).toBeNull();
    expect(marketUpkeepOf({ ...stand, isComplete: true }, 1n)).toBe('graduate');
    expect(marketUpkeepOf(open, 1n)).toBeNull();
  });

  it('collects when ETH and tokens together are worth it', () => {
    expect(marketUpkeepOf({ ...open, uncollectedWei: 99n }, 100n)).toBeNull();
    expect(marketUpkeepOf({ ...open, uncollectedWei: 100n }, 100n)).toBe('collect');
    // 20 gwei worth of tokens: four whole ones at 5 gwei.
    const both = { ...open, uncollectedWei: 80n, uncollectedTokens: 4n * 10n ** 18n };
    expect(marketUpkeepOf(both, 20n * 10n ** 9n + 80n)).toBe('collect');
    expect(marketUpkeepOf(both, 20n * 10n ** 9n + 81n)).toBeNull();
  });
});

describe('pieceUpkeepOf', () => {
  const stand: PieceStand = { state: 'Provisional', attempt: 1, isFeeHeld: true, mintFeeWei: 100n };

  it('brings an answer that a token lacks, and settles the fee of a final one', () => {
    expect(pieceUpkeepOf({ ...stand, state: 'Outdated' }, 100n)).toBe('bring');
    expect(pieceUpkeepOf({ ...stand, state: 'Outdated', isFeeHeld: false }, 100n)).toBe('bring');
    expect(pieceUpkeepOf({ ...stand, state: 'Final' }, 100n)).toBe('settle');
  });
  it('waits while nothing can be done, and forgets what needs nothing more', () => {
    expect(pieceUpkeepOf(stand, 100n)).toBeNull();
    expect(pieceUpkeepOf({ ...stand, state: 'Awaiting' }, 100n)).toBeNull();
    for (const state of ['None', 'Void'] as const) expect(pieceUpkeepOf({ ...stand, state }, 100n)).toBe('done');
    expect(pieceUpkeepOf({ ...stand, state: 'Final', isFeeHeld: false }, 100n)).toBe('done');
  });
  it('pays no gas for who minted for less than it is worth', () => {
    expect(pieceUpkeepOf({ ...stand, state: 'Outdated' }, 101n)).toBe('done');
    expect(pieceUpkeepOf({ ...stand, state: 'Final' }, 101n)).toBe('done');
  });
});
