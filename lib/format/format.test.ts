import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameAddress, shortAddress } from './address.ts';
import { compactAmount, compactPrice, exactAmount, inputAmount } from './amount.ts';
import { parseAmount } from './parse-amount.ts';
import { formatBps, formatChangeBps, formatShare, shareBps } from './percent.ts';
import { absoluteTime, clock, duration, relativeTime } from './time.ts';

const ONE = 10n ** 18n;

describe('compactAmount', () => {
  it.each([
    [0n, '0'],
    [1n, '<0.0001'],
    [-1n, '−<0.0001'],
    [ONE / 10_000n, '0.0001'],
    [ONE / 3n, '0.3333'],
    [ONE, '1'],
    [(ONE * 123_456n) / 100_000n, '1.2345'],
    [(ONE * 999_999n) / 1_000n, '999.9'],
    [ONE * 1_000n, '1K'],
    [ONE * 1_234_567n, '1.234M'],
    [ONE * 999_999n, '999.9K'],
    [ONE * 1_000_000_000n, '1B'],
    [ONE * 1_234_000_000_000_000n, '1,234T'],
    [-ONE * 12n, '−12'],
  ])('shows %s as %s', (value, text) => expect(compactAmount(value)).toBe(text));

  it('never shows more than there is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 22n }), (value) => {
        const text = compactAmount(value);
        if (text.startsWith('<')) return value < ONE / 10_000n;
        const scale = text.endsWith('K') ? 1_000n : 1n;
        const parsed = parseAmount(text.replace('K', ''));
        return parsed.kind === 'amount' && parsed.value * scale <= value;
      }),
    );
  });
});

describe('compactPrice', () => {
  it.each([
    [2_345_678_901n, '0.0₈2345'],
    [ONE / 1_000n, '0.001'],
    [ONE / 8n, '0.125'],
    [ONE * 5n, '5'],
    [0n, '0'],
  ])('shows %s as %s', (value, text) => expect(compactPrice(value)).toBe(text));
});

describe('exactAmount and parseAmount', () => {
  it('keeps every digit', () => expect(exactAmount(1_234n * ONE + 1n)).toBe('1,234.000000000000000001'));
  it('are inverse', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 120n }), fc.integer({ min: 0, max: 18 }), (value, decimals) => {
        const parsed = parseAmount(inputAmount(value, decimals), decimals);
        return parsed.kind === 'amount' && parsed.value === value;
      }),
    );
  });
  it.each(['-1', '1e5', 'abc', '1.2.3', '0x1'])('refuses %s', (text) => expect(parseAmount(text).kind).toBe('invalid'));
  it('refuses more decimals than the unit has', () => expect(parseAmount('1.234', 2).kind).toBe('invalid'));
  it.each(['', ' ', '.'])('takes %j as empty', (text) => expect(parseAmount(text).kind).toBe('empty'));
  it('takes a decimal comma', () => expect(parseAmount('0,5')).toEqual({ kind: 'amount', value: ONE / 2n }));
});

describe('percent', () => {
  it.each([
    [0, '0 %'],
    [1, '0.01 %'],
    [250, '2.5 %'],
    [10_000, '100 %'],
    [-50, '−0.50 %'],
  ])('shows %s bps as %s', (bps, text) => expect(formatBps(bps)).toBe(text));
  it('signs a rise', () => expect(formatChangeBps(420)).toBe('+4.2 %'));
  it('shows dust of a share', () => expect(formatShare(1n, 10n ** 9n)).toBe('<0.01 %'));
  it('has no share of nothing', () => expect(shareBps(1n, 0n)).toBe(0));
});

describe('time', () => {
  it.each([
    [100, 102, 'just now'],
    [100, 112, '12 s ago'],
    [100, 100 + 3_599, '59 min ago'],
    [7_300, 100, 'in 2 h'],
    [0, 86_400 * 40, '1 mo ago'],
  ])('at %s seen from %s is %s', (atSec, nowSec, text) => expect(relativeTime(atSec, nowSec)).toBe(text));
  it('counts down', () =>
    expect([clock(-3), clock(9), clock(754), clock(7_384)]).toEqual(['0:00', '0:09', '12:34', '2:03:04']));
  it('says a length', () =>
    expect([duration(604_800), duration(5_400), duration(0)]).toEqual(['7 days', '1 hour 30 min', '0 seconds']));
  it('says an instant', () => expect(absoluteTime(0, 'UTC')).toBe('1 Jan 1970, 00:00:00'));
});

describe('address', () => {
  it('shortens', () => expect(shortAddress('0x1234567890abcdef1234567890abcdef12345678')).toBe('0x1234…5678'));
  it('compares without case', () =>
    expect([sameAddress('0xAb', '0xaB'), sameAddress(null, null)]).toEqual([true, false]));
});
