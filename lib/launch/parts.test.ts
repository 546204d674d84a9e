import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceParts, PART_BOUNDS, type SupplyPart, type SupplyParts } from './parts.ts';

const START: SupplyParts = { saleBps: 7000, liquidityBps: 2000, creatorBps: 1000 };
const NAMES: readonly SupplyPart[] = ['saleBps', 'liquidityBps', 'creatorBps'];

describe('balanceParts', () => {
  it('takes a larger creator part from the sale', () =>
    expect(balanceParts(START, 'creatorBps', 1500)).toEqual({ saleBps: 6500, liquidityBps: 2000, creatorBps: 1500 }));

  it('takes a larger sale from the pool first', () =>
    expect(balanceParts(START, 'saleBps', 7500)).toEqual({ saleBps: 7500, liquidityBps: 1500, creatorBps: 1000 }));

  it('takes from the creator once the pool is at its least', () =>
    expect(balanceParts(START, 'saleBps', 9200)).toEqual({ saleBps: 9200, liquidityBps: 100, creatorBps: 700 }));

  it('never gives the creator more than a fifth', () =>
    expect(balanceParts(START, 'creatorBps', 9999)).toEqual({ saleBps: 6000, liquidityBps: 2000, creatorBps: 2000 }));

  it('sums to the whole and stays in bounds after any sequence of changes', () => {
    const change = fc.tuple(fc.constantFrom(...NAMES), fc.double({ min: -20_000, max: 20_000, noNaN: true }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const parts = changes.reduce((now, [part, bps]) => balanceParts(now, part, bps), START);
        expect(parts.saleBps + parts.liquidityBps + parts.creatorBps).toBe(10_000);
        for (const name of NAMES) {
          expect(parts[name]).toBeGreaterThanOrEqual(PART_BOUNDS[name].min);
          expect(parts[name]).toBeLessThanOrEqual(PART_BOUNDS[name].max);
        }
      }),
      { seed: 7 },
    );
  });

  it('keeps what was asked for when the others can give way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), (bps) => {
        expect(balanceParts(START, 'creatorBps', bps).creatorBps).toBe(bps);
      }),
      { seed: 7 },
    );
  });
});
