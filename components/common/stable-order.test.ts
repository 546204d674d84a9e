import { describe, expect, it } from 'vitest';
import { stableOrder } from './stable-order';

describe('stableOrder', () => {
  it('follows the fresh order when nobody reads', () =>
    expect(stableOrder({ shown: ['a', 'b'], fresh: ['c', 'b', 'a'], isReading: false })).toEqual({
      keys: ['c', 'b', 'a'],
      waiting: 0,
    }));
  it('keeps rows in place under a reader and counts the new ones', () =>
    expect(stableOrder({ shown: ['a', 'b'], fresh: ['c', 'b', 'd', 'a'], isReading: true })).toEqual({
      keys: ['a', 'b'],
      waiting: 2,
    }));
  it('drops rows that are gone', () =>
    expect(stableOrder({ shown: ['a', 'b'], fresh: ['b'], isReading: true })).toEqual({ keys: ['b'], waiting: 0 }));
  it('shows the fresh list when nothing of the old one is left', () =>
    expect(stableOrder({ shown: ['a'], fresh: ['b'], isReading: true })).toEqual({ keys: ['b'], waiting: 0 }));
});
