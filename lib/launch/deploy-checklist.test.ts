import { describe, expect, it } from 'vitest';
import { DEPLOY_ITEMS, deployChecklist } from './deploy-checklist.ts';

describe('deployChecklist', () => {
  it('waits before the start and is done at the end', () => {
    expect(Object.values(deployChecklist({ kind: 'idle' }))).toEqual(Array(4).fill('waiting'));
    expect(Object.values(deployChecklist({ kind: 'done' }))).toEqual(Array(4).fill('done'));
  });
  it('is done before the item at hand and waits after it', () =>
    expect(deployChecklist({ kind: 'running', item: 'chain' })).toEqual({
      store: 'done',
      sign: 'done',
      chain: 'current',
      index: 'waiting',
    }));
  it('marks where it failed, and nothing as in progress', () => {
    for (const item of DEPLOY_ITEMS) {
      const states = deployChecklist({ kind: 'failed', item, reason: 'x' });
      expect(states[item]).toBe('failed');
      expect(Object.values(states)).not.toContain('current');
    }
  });
});
