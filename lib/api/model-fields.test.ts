import { describe, expect, it } from 'vitest';
import { eventId, firstIdOf } from './event-id.ts';
import { changeBps } from './model-fields.ts';

describe('event ids', () => {
  const place = { timestamp: 1_795_377_078n, chainId: 31_337, blockNumber: 10n, transactionIndex: 0, logIndex: 8 };

  it('are written as the indexer writes them', () => {
    // Taken from a row of the indexer.
    expect(eventId(place)).toBe('179537707800000000000313370000000000000010000000000000000050000000000000008');
  });

  it('are in the order of the chain, and bounded by seconds', () => {
    const id = BigInt(eventId(place));
    expect(id < BigInt(eventId({ ...place, logIndex: 10 }))).toBe(true);
    expect(id < BigInt(eventId({ ...place, blockNumber: 11n, logIndex: 0 }))).toBe(true);
    expect(id >= firstIdOf(1_795_377_078)).toBe(true);
    expect(id < firstIdOf(1_795_377_079)).toBe(true);
  });
});

describe('changeBps', () => {
  it('is null before the first trade, and signed afterwards', () => {
    expect(changeBps(0, 100n, 100n)).toBeNull();
    expect(changeBps(1, 100n, 150n)).toBe(5_000);
    expect(changeBps(1, 200n, 150n)).toBe(-2_500);
  });
});
