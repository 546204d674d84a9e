import { type Hex, TransactionNotFoundError, TransactionReceiptNotFoundError } from 'viem';
import type { ChainReader } from '@/lib/chain/reader';
import type { WatchPort } from '@/lib/flows/watch-transaction';

async function orNull<T>(
  read: () => Promise<T>,
  missing: typeof TransactionNotFoundError | typeof TransactionReceiptNotFoundError,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof missing) return null;
    throw error;
  }
}

/** The reads of `watchTransaction` over a viem client. */
export function chainPort(client: ChainReader): WatchPort {
  return {
    receipt: (hash) => orNull(() => client.getTransactionReceipt({ hash }), TransactionReceiptNotFoundError),
    isKnown: async (hash) => (await orNull(() => client.getTransaction({ hash }), TransactionNotFoundError)) !== null,
    minedNonce: (address) => client.getTransactionCount({ address }),
    blockNumber: () => client.getBlockNumber({ cacheTime: 0 }),
    blockTransactions: async (blockNumber) =>
      (await client.getBlock({ blockNumber, includeTransactions: true })).transactions,
  };
}

/** Nonce and block of a transaction just sent. A wallet's node may know it a moment before ours does. */
export async function locateTransaction(
  client: ChainReader,
  hash: Hex,
  account: Hex,
): Promise<{ nonce: number; blockNumber: bigint }> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    try {
      const { nonce, blockNumber } = await client.getTransaction({ hash });
      return { nonce, blockNumber: blockNumber ?? (await client.getBlockNumber({ cacheTime: 0 })) };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  return {
    nonce: await client.getTransactionCount({ address: account }),
    blockNumber: await client.getBlockNumber({ cacheTime: 0 }),
  };
}
