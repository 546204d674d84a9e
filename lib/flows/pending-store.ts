import { isAddress, isHex } from 'viem';
import { z } from 'zod';
import type { PendingRecord } from './types.ts';

const STORAGE_KEY = 'openimo.pending.v1';

const hex = z.custom<`0x${string}`>((value) => isHex(value));
const address = z.custom<`0x${string}`>((value) => typeof value === 'string' && isAddress(value, { strict: false }));

const recordSchema = z.object({
  hash: hex,
  chainId: z.number().int(),
  from: address,
  to: address,
  nonce: z.number().int().nonnegative(),
  data: hex,
  value: z.string().regex(/^\d+$/),
  key: z.string(),
  title: z.string(),
  summary: z.string(),
  done: z.string(),
  submittedAtMs: z.number(),
  fromBlock: z.string().regex(/^\d+$/),
});

/** The part of Web Storage that the store needs. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Pending transactions, kept in the browser's storage. Shaped for `useSyncExternalStore`. */
export type PendingStore = {
  subscribe: (listener: () => void) => () => void;
  getSnapshot: () => readonly PendingRecord[];
  add: (record: PendingRecord) => void;
  remove: (hash: string) => void;
  /** Reads the storage again, after another tab wrote it. */
  reload: () => void;
};

function read(storage: KeyValueStorage): readonly PendingRecord[] {
  try {
    const parsed = z.array(recordSchema).safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    // Unreadable storage (another version, blocked cookies) holds nothing that could be resumed.
    return [];
  }
}

/** Opens the store over a storage; damaged contents count as empty. */
export function createPendingStore(storage: KeyValueStorage): PendingStore {
  let records = read(storage);
  const listeners = new Set<() => void>();
  const publish = (next: readonly PendingRecord[]) => {
    records = next;
    for (const listener of listeners) listener();
  };
  const write = (change: (current: readonly PendingRecord[]) => readonly PendingRecord[]) => {
    // Starts from storage, not memory: another tab may have added one meanwhile.
    const next = change(read(storage));
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(next));
    } catch {
      // A full or blocked storage costs only the resume after a reload.
    }
    publish(next);
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => records,
    add: (record) => write((current) => [...current.filter(({ hash }) => hash !== record.hash), record]),
    remove: (hash) => write((current) => current.filter((record) => record.hash !== hash)),
    reload: () => publish(read(storage)),
  };
}
