import { describe, expect, it } from 'vitest';
import { compareRun } from './compare-run.ts';

const posted = { output: '0x616263', traceRoot: '0xAB' } as const;

describe('compareRun', () => {
  it('matches equal bytes whatever the letter case of the hex', () =>
    expect(compareRun(posted, { output: '0x616263', traceRoot: '0xab' })).toEqual({ kind: 'match' }));
  it('names the first byte that differs', () =>
    expect(compareRun(posted, { output: '0x616364', traceRoot: '0xcd' })).toEqual({
      kind: 'mismatch',
      outputDiffers: true,
      traceDiffers: true,
      firstDifferentByte: 1,
    }));
  it('sees an answer that is cut short', () =>
    expect(compareRun(posted, { output: '0x6162', traceRoot: '0xab' })).toMatchObject({ firstDifferentByte: 2 }));
  it('is no match when only the trace differs', () =>
    expect(compareRun(posted, { output: '0x616263', traceRoot: '0x00' })).toEqual({
      kind: 'mismatch',
      outputDiffers: false,
      traceDiffers: true,
      firstDifferentByte: null,
    }));
});
