import { describe, expect, it } from 'vitest';
import { mintStateOf } from './mint-state.ts';

const request = { requestId: 5n, status: 'Answered', deadlineSec: 100 } as const;
const holder = {
  requestId: 5n,
  requestStatus: 'Answered',
  state: 'Provisional',
  deadlineSec: 100,
  isEnded: false,
} as const;

describe('mintStateOf', () => {
  it('a request is minted once', () => {
    expect(mintStateOf({ request, holder, nowSec: 0 })).toEqual({ kind: 'minted' });
  });
  it('nothing is minted that gets no answer', () => {
    const late = { ...request, status: 'Requested' } as const;
    expect(mintStateOf({ request: late, holder: null, nowSec: 101 })).toEqual({ kind: 'dead' });
    expect(mintStateOf({ request: late, holder: null, nowSec: 100 })).toMatchObject({ kind: 'mintable' });
    const refunded = { ...request, status: 'Refunded' } as const;
    expect(mintStateOf({ request: refunded, holder: null, nowSec: 0 })).toEqual({ kind: 'dead' });
  });
  it('who asked first has the prompt', () => {
    const earlier = { ...holder, requestId: 4n };
    expect(mintStateOf({ request, holder: earlier, nowSec: 0 })).toEqual({
      kind: 'taken',
      requestId: 4n,
      isFinal: false,
    });
    const later = { ...holder, requestId: 6n };
    expect(mintStateOf({ request, holder: later, nowSec: 0 })).toEqual({
      kind: 'mintable',
      replaces: 6n,
      isFinal: false,
    });
  });
  it('what is final stays, whoever asked first', () => {
    const later = { ...holder, requestId: 6n, requestStatus: 'Finalized', state: 'Outdated' } as const;
    expect(mintStateOf({ request, holder: later, nowSec: 0 })).toEqual({ kind: 'taken', requestId: 6n, isFinal: true });
  });
  it('what is void, or ended, holds nothing', () => {
    const waiting = { ...holder, requestId: 4n, state: 'Awaiting' } as const;
    expect(mintStateOf({ request, holder: waiting, nowSec: 100 })).toMatchObject({ kind: 'taken' });
    expect(mintStateOf({ request, holder: waiting, nowSec: 101 })).toMatchObject({ kind: 'mintable', replaces: 4n });
    const ended = { ...holder, requestId: 4n, isEnded: true };
    expect(mintStateOf({ request, holder: ended, nowSec: 0 })).toMatchObject({ kind: 'mintable', replaces: null });
  });
});
