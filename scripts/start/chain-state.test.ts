import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { chainStateFile } from './chain-state.ts';

describe('chainStateFile', () => {
  let stateDir = '';
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'openimo-state-'));
  });
  afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

  const find = () => chainStateFile({ stateDir, chainId: LOCAL_CHAIN_ID });

  it('begins a chain of its own beside those of other deployments, and says which they are', () => {
    writeFileSync(join(stateDir, 'chain.json'), '{}');
    writeFileSync(join(stateDir, 'chain-00000000.json'), '{}');
    writeFileSync(join(stateDir, 'pids.json'), '{}');
    const { path, isNew, others } = find();
    expect(path).toMatch(/chain-[0-9a-f]{8}\.json$/);
    expect(isNew).toBe(true);
    expect(others.sort()).toEqual(['chain-00000000.json', 'chain.json']);
  });

  it('goes on with the chain of the same deployment', () => {
    const { path } = find();
    writeFileSync(path, '{}');
    expect(find()).toEqual({ path, isNew: false, others: [] });
  });
});
