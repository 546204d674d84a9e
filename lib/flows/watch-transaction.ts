import type { Address, Hex, TransactionReceipt } from 'viem';
import type { PendingRecord, TransactionOutcome } from './types.ts';

/** A transaction as far as telling replacements apart needs it. */
export type SeenTransaction = {
  hash: Hex;
  from: Address;
  to: Address | null;
  nonce: number;
  input: Hex;
  value: bigint;
};

/** The reads that watching needs. Each throws when the chain cannot be reached; unknown things are null. */
export type WatchPort = {
  receipt: (hash: Hex) => Promise<TransactionReceipt | null>;
  isKnown: (hash: Hex) => Promise<boolean>;
  /** Transactions of the account that are in blocks. */
  minedNonce: (account: Address) => Promise<number>;
  blockNumber: () => Promise<bigint>;
  blockTransactions: (blockNumber: bigint) => Promise<readonly SeenTransaction[]>;
};

export type WatchOptions = {
  port: WatchPort;
  record: PendingRecord;
  sleep: (milliseconds: number) => Promise<void>;
  nowMs: () => number;
  isStopped: () => boolean;
  pollMs?: number;
};

/** How far back a replacement is looked for, and how long an unknown hash may stay unknown. */
const SEARCH_BLOCKS = 512n;
const DROPPED_AFTER_MS = 90_000;

const same = (a: string | null, b: string) => a !== null && a.toLowerCase() === b.toLowerCase();

async function findByNonce(port: WatchPort, record: PendingRecord): Promise<SeenTransaction | null> {
  const head = await port.blockNumber();
  const submitted = BigInt(record.fromBlock);
  const first = head - SEARCH_BLOCKS > submitted ? head - SEARCH_BLOCKS : submitted;
  for (let block = first; block <= head; block += 1n) {
    const found = (await port.blockTransactions(block)).find(
      (transaction) => transaction.nonce === record.nonce && same(transaction.from, record.from),
    );
    if (found !== undefined) return found;
  }
  return null;
}

async function ofReceipt(receipt: TransactionReceipt, repriced: boolean): Promise<TransactionOutcome> {
  const hash = receipt.transactionHash;
  return receipt.status === 'success'
    ? { kind: 'confirmed', hash, receipt, repriced }
    : { kind: 'reverted', hash, receipt };
}

/**
 * The account's nonce was used by another transaction: the same call at another price, a cancellation (an empty
 * transfer to oneself), or something else.
 */
async function resolveReplacement(port: WatchPort, record: PendingRecord): Promise<TransactionOutcome> {
  const found = await findByNonce(port, record);
  if (found === null) return { kind: 'dropped' };
  const sameCall = same(found.to, record.to) && found.input === record.data && found.value === BigInt(record.value);
  if (sameCall) {
    const receipt = await port.receipt(found.hash);
    if (receipt !== null) return ofReceipt(receipt, found.hash !== record.hash);
  }
  const isCancellation = same(found.to, record.from) && found.value === 0n && found.input === '0x';
  return { kind: isCancellation ? 'cancelled' : 'replaced', hash: found.hash };
}

async function look(port: WatchPort, record: PendingRecord): Promise<TransactionOutcome | 'unknown' | 'pending'> {
  const receipt = await port.receipt(record.hash);
  if (receipt !== null) return ofReceipt(receipt, false);
  if (await port.isKnown(record.hash)) return 'pending';
  if ((await port.minedNonce(record.from)) <= record.nonce) return 'unknown';
  // Its own receipt may have come in between the two reads.
  const late = await port.receipt(record.hash);
  return late === null ? resolveReplacement(port, record) : ofReceipt(late, false);
}

/** Waits until a transaction is settled in one way or another. Null when `isStopped` turned true first. */
export async function watchTransaction(options: WatchOptions): Promise<TransactionOutcome | null> {
  const { port, record, sleep, nowMs, isStopped, pollMs = 700 } = options;
  let unknownSinceMs: number | null = null;
  while (!isStopped()) {
    try {
      const seen = await look(port, record);
      if (typeof seen === 'object') return seen;
      unknownSinceMs = seen === 'unknown' ? (unknownSinceMs ?? nowMs()) : null;
      if (unknownSinceMs !== null && nowMs() - unknownSinceMs > DROPPED_AFTER_MS) return { kind: 'dropped' };
    } catch {
      // The chain is out of reach for a moment: the transaction is still what it was.
    }
    await sleep(pollMs);
  }
  return null;
}
