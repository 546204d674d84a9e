import { describe, expect, it } from 'vitest';
import { mainButtonState } from './main-button';

const connect = () => undefined;
const needs = [
  { id: 'connect', isMet: true, label: 'Connect', onResolve: connect },
  { id: 'amount', isMet: true, label: 'Enter an amount' },
];

describe('mainButtonState', () => {
  it('is ready when every need is met', () =>
    expect(mainButtonState({ needs, action: 'Buy', busy: null })).toEqual({ kind: 'ready', label: 'Buy' }));

  it('names the first unmet need, not a later one', () => {
    const unmet = needs.map((need) => ({ ...need, isMet: false }));
    expect(mainButtonState({ needs: unmet, action: 'Buy', busy: null })).toEqual({
      kind: 'need',
      needId: 'connect',
      label: 'Connect',
      onResolve: connect,
    });
  });

  it('has no way out where a click cannot meet the need', () => {
    const unmet = [needs[0], needs[1]].flatMap((need) =>
      need === undefined ? [] : [{ ...need, isMet: need.id === 'connect' }],
    );
    expect(mainButtonState({ needs: unmet, action: 'Buy', busy: null })).toMatchObject({
      needId: 'amount',
      onResolve: null,
    });
  });

  it('is busy before anything else, so that a second click sends nothing', () =>
    expect(mainButtonState({ needs: [], action: 'Buy', busy: 'Confirm in your wallet' }).kind).toBe('busy'));
});
