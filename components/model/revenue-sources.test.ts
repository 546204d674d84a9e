import { describe, expect, it } from 'vitest';
import type { ModelSummary } from '@/lib/api/types';
import { revenueParts } from './revenue-sources';

// Only the fields that the parts are made from.
const model = {
  revenueWei: 100n,
  inferenceRevenueWei: 20n,
  tradingRevenueWei: 60n,
  snipeRevenueWei: 15n,
  poolRevenueWei: 25n,
  mintRevenueWei: 5n,
  royaltyRevenueWei: 3n,
} as unknown as ModelSummary;

describe('revenueParts', () => {
  it('splits trading into curve, snipers and pool', () =>
    expect(revenueParts(model).map(({ wei }) => wei)).toEqual([20n, 20n, 15n, 25n, 5n, 3n, 12n]));
  it('adds up to the whole', () =>
    expect(revenueParts(model).reduce((sum, { wei }) => sum + wei, 0n)).toBe(model.revenueWei));
});
