import { describe, expect, it } from 'vitest';
import { createPendingStore } from './pending-store.ts';
import type { PendingRecord } from './types.ts';

function memory(initial?: string) {
  let text = initial ?? null;
  return {
    getItem: () => text,
    setItem: (_: string, value: string) => {
      text = value;
    },
  };
}
const recordOf = (hash: `0x${string}`): PendingRecord => ({
  hash,
  chainId: 1,
  from: '0x00000000000000000000000000000000000000a1',
  to: '0x00000000000000000000000000000000000000b2',
  nonce: 0,
  data: '0x',
  value: '0',
  key: 'k',
  title: 't',
  summary: 's',
  done: 'd',
  submittedAtMs: 1,
  fromBlock: '1',
});

describe('createPendingStore', () => {
  it('has everything back after a reload', () => {
    const storage = memory();
    createPendingStore(storage).add(recordOf('0x01'));
    expect(createPendingStore(storage).getSnapshot()).toEqual([recordOf('0x01')]);
  });
  it('keeps what another tab added', () => {
    const storage = memory();
    const [a, b] = [createPendingStore(storage), createPendingStore(storage)];
    a.add(recordOf('0x01'));
    b.add(recordOf('0x02'));
    expect(
      createPendingStore(storage)
        .getSnapshot()
        .map(({ hash }) => hash),
    ).toEqual(['0x01', '0x02']);
  });
  it.each(['nonsense', '{"a":1}', '[{"hash":"x"}]'])('takes damaged storage %s as empty', (text) =>
    expect(createPendingStore(memory(text)).getSnapshot()).toEqual([]),
  );
  it('tells listeners, until they leave', () => {
    const store = createPendingStore(memory());
    let calls = 0;
    const leave = store.subscribe(() => {
      calls += 1;
    });
    store.add(recordOf('0x01'));
    store.remove('0x01');
    leave();
    store.add(recordOf('0x02'));
    expect(calls).toBe(2);
  });
  it('survives a storage that refuses to write', () => {
    const store = createPendingStore({
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    });
    store.add(recordOf('0x01'));
    expect(store.getSnapshot()).toHaveLength(1);
  });
});
