import { expect, it } from 'vitest';
import { saleParts } from './sale-parts.ts';

it('gives the holders the crumb, and never more than the price', () => {
  expect(saleParts(10_001n, 500)).toEqual({ royaltyWei: 501n, sellerWei: 9_500n });
  expect(saleParts(10_000n, 500)).toEqual({ royaltyWei: 500n, sellerWei: 9_500n });
  expect(saleParts(1n, 1)).toEqual({ royaltyWei: 1n, sellerWei: 0n });
  expect(saleParts(7n, 0)).toEqual({ royaltyWei: 0n, sellerWei: 7n });
});
