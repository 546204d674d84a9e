import type { Hex, TransactionReceipt } from 'viem';
import { describe, expect, it } from 'vitest';
import type { PendingRecord } from './types.ts';
import { type SeenTransaction, type WatchPort, watchTransaction } from './watch-transaction.ts';

const FROM = '0x00000000000000000000000000000000000000a1';
const TO = '0x00000000000000000000000000000000000000b2';
const OLD: Hex = `0x${'11'.repeat(32)}`;
const NEW: Hex = `0x${'22'.repeat(32)}`;
const record: PendingRecord = {
  hash: OLD,
  chainId: 1,
  from: FROM,
  to: TO,
  nonce: 3,
  data: '0xabcd',
  value: '5',
  key: 'k',
  title: 't',
  summary: 's',
  done: 'd',
  submittedAtMs: 0,
  fromBlock: '10',
};
const seen = (over: Partial<SeenTransaction>): SeenTransaction => ({
  hash: NEW,
  from: FROM,
  to: TO,
  nonce: 3,
  input: '0xabcd',
  value: 5n,
  ...over,
});
// Only these fields of a receipt are read.
const receiptOf = (hash: Hex, status: 'success' | 'reverted' = 'success') =>
  ({ transactionHash: hash, status, blockNumber: 12n }) as TransactionReceipt;

function portOf(over: Partial<WatchPort>): WatchPort {
  return {
    receipt: async () => null,
    isKnown: async () => false,
    minedNonce: async () => 4,
    blockNumber: async () => 12n,
    blockTransactions: async () => [],
    ...over,
  };
}

function watch(port: WatchPort) {
  let now = 0;
  const sleep = async (milliseconds: number) => {
    now += milliseconds;
  };
  return watchTransaction({ port, record, sleep, nowMs: () => now, isStopped: () => now > 600_000 });
}

const inBlock11 = (transaction: SeenTransaction) => async (block: bigint) =>
  block === 11n ? [seen({ nonce: 2 }), transaction] : [];

describe('watchTransaction', () => {
  it('confirms by the receipt', async () =>
    expect(await watch(portOf({ receipt: async () => receiptOf(OLD) }))).toMatchObject({
      kind: 'confirmed',
      repriced: false,
    }));
  it('tells a revert', async () =>
    expect(await watch(portOf({ receipt: async () => receiptOf(OLD, 'reverted') }))).toMatchObject({
      kind: 'reverted',
    }));
  it('knows the same call at another price', async () => {
    const port = portOf({
      receipt: async (hash) => (hash === NEW ? receiptOf(NEW) : null),
      blockTransactions: inBlock11(seen({})),
    });
    expect(await watch(port)).toMatchObject({ kind: 'confirmed', hash: NEW, repriced: true });
  });
  it('knows a cancellation', async () => {
    const port = portOf({ blockTransactions: inBlock11(seen({ to: FROM, value: 0n, input: '0x' })) });
    expect(await watch(port)).toEqual({ kind: 'cancelled', hash: NEW });
  });
  it('knows another transaction in its place', async () => {
    const port = portOf({ blockTransactions: inBlock11(seen({ input: '0xffff' })) });
    expect(await watch(port)).toEqual({ kind: 'replaced', hash: NEW });
  });
  it('never looks before the block it was sent in', async () => {
    const asked: bigint[] = [];
    await watch(
      portOf({
        blockTransactions: async (block) => {
          asked.push(block);
          return [];
        },
      }),
    );
    expect(asked).toEqual([10n, 11n, 12n]);
  });
  it('gives an unknown one time before it counts as dropped', async () => {
    let looks = 0;
    const port = portOf({
      minedNonce: async () => 3,
      isKnown: async () => {
        looks += 1;
        return false;
      },
    });
    expect(await watch(port)).toEqual({ kind: 'dropped' });
    expect(looks).toBeGreaterThan(100);
  });
  it('outlives an outage of the chain', async () => {
    let calls = 0;
    const receipt = async () => {
      calls += 1;
      if (calls < 5) throw new Error('down');
      return receiptOf(OLD);
    };
    expect(await watch(portOf({ receipt }))).toMatchObject({ kind: 'confirmed' });
  });
  it('waits as long as the chain knows it', async () =>
    expect(await watch(portOf({ isKnown: async () => true }))).toBeNull());
});
