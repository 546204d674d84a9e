import { describe, expect, it } from 'vitest';
import { waitIndexed } from './wait-indexed.ts';

function run(indexedBlock: () => Promise<bigint>) {
  let now = 0;
  return waitIndexed({
    indexedBlock,
    blockNumber: 10n,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    nowMs: () => now,
  });
}

describe('waitIndexed', () => {
  it('waits until the block is passed', async () => {
    let block = 7n;
    expect(
      await run(async () => {
        block += 1n;
        return block;
      }),
    ).toBe(true);
    expect(block).toBe(10n);
  });
  it('gives up on an indexer that is down, at once', async () => {
    let calls = 0;
    expect(
      await run(async () => {
        calls += 1;
        throw new Error('down');
      }),
    ).toBe(false);
    expect(calls).toBe(3);
  });
  it('gives up on one that stands still', async () => expect(await run(async () => 1n)).toBe(false));
});
