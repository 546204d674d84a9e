import { type Address, encodeFunctionData, zeroAddress } from 'viem';
import { modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { onChain } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { TokenList } from './token-list.ts';

/** What the books of one token say in ETH, as they would be after a sync now. */
export type TokenBooks = {
  token: Address;
  receivedTotal: bigint;
  unreleased: bigint;
  pending: bigint;
  /** Earliest second of the next snapshot; 0 when there was none yet. */
  nextSnapshotSec: number;
};

/** What is worth a transaction now. */
export type Upkeep = 'snapshot' | 'sync' | null;

/**
 * A snapshot when enough revenue waits for one. Else a sync when enough arrived since the last: only then does its
 * release begin.
 */
export function upkeepOf(options: { books: TokenBooks; syncedTotal: bigint; minWei: bigint; nowSec: number }): Upkeep {
  const { books, syncedTotal, minWei, nowSec } = options;
  if (books.pending >= minWei && nowSec >= books.nextSnapshotSec) return 'snapshot';
  if (books.unreleased > 0n && books.receivedTotal - syncedTotal >= minWei) return 'sync';
  return null;
}

/** Looks after the revenue of all launched tokens. */
export type RevenueKeeper = {
  /** One round: reads every token's books, sends what is due, waits for it. Throws `AppError`. */
  round: (nowSec: number) => Promise<void>;
};

const BATCH = 100;

/** Makes the revenue keeper of a list of tokens. */
export function createRevenueKeeper(options: {
  client: ChainClient;
  sender: TxSender;
  tokens: TokenList;
  multicallAddress: Address;
  minWei: bigint;
  logger: Logger;
  metrics: Metrics;
}): RevenueKeeper {
  const { client, sender, tokens, multicallAddress, minWei, logger, metrics } = options;
  const intervals = new Map<Address, number>();
  const syncedTotals = new Map<Address, bigint>();

  const readBooks = async (batch: readonly Address[]): Promise<TokenBooks[]> => {
    const of = (address: Address) => ({ address, abi: modelTokenAbi }) as const;
    const common = { multicallAddress, allowFailure: false } as const;
    const unknown = batch.filter((token) => !intervals.has(token));
    const [states, counts, newIntervals] = await onChain('read books', () =>
      Promise.all([
        client.multicall({
          ...common,
          contracts: batch.map((t) => ({ ...of(t), functionName: 'revenueState', args: [zeroAddress] }) as const),
        }),
        client.multicall({
          ...common,
          contracts: batch.map((t) => ({ ...of(t), functionName: 'snapshotCount' }) as const),
        }),
        client.multicall({
          ...common,
          contracts: unknown.map((t) => ({ ...of(t), functionName: 'snapshotIntervalSec' }) as const),
        }),
      ]),
    );
    unknown.forEach((token, index) => {
      intervals.set(token, newIntervals[index] ?? 0);
    });
    const infos = await onChain('read snapshots', () =>
      client.multicall({
        ...common,
        contracts: batch.map(
          (t, index) => ({ ...of(t), functionName: 'snapshotInfo', args: [counts[index] ?? 0n, zeroAddress] }) as const,
        ),
      }),
    );
    return batch.flatMap((token, index) => {
      const state = states[index];
      const info = infos[index];
      if (state === undefined || info === undefined) return [];
      const recordSec = Number(info[0]);
      const nextSnapshotSec = recordSec === 0 ? 0 : recordSec + Math.max(1, intervals.get(token) ?? 0);
      return [{ token, ...state, nextSnapshotSec }];
    });
  };

  const act = async (books: TokenBooks, upkeep: 'snapshot' | 'sync'): Promise<void> => {
    const data =
      upkeep === 'snapshot'
        ? encodeFunctionData({ abi: modelTokenAbi, functionName: 'snapshot' })
        : encodeFunctionData({ abi: modelTokenAbi, functionName: 'sync', args: [zeroAddress] });
    const receipt = await sender.send({ label: upkeep, to: books.token, data });
    if (receipt.status !== 'success') return;
    syncedTotals.set(books.token, books.receivedTotal);
    if (upkeep === 'snapshot') metrics.increase('openimo_snapshots_taken_total');
    logger.info(
      { token: books.token, upkeep, pending: books.pending, txHash: receipt.transactionHash },
      'revenue kept',
    );
  };

  return {
    round: async (nowSec) => {
      const all = await tokens.refresh();
      for (let from = 0; from < all.length; from += BATCH) {
        const batch = await readBooks(all.slice(from, from + BATCH));
        const tasks = batch.flatMap((books) => {
          const syncedTotal = syncedTotals.get(books.token) ?? 0n;
          const upkeep = upkeepOf({ books, syncedTotal, minWei, nowSec });
          return upkeep === null ? [] : [act(books, upkeep)];
        });
        for (const outcome of await Promise.allSettled(tasks)) {
          if (outcome.status === 'rejected') logger.warn({ error: outcome.reason }, 'revenue upkeep failed');
        }
      }
    },
  };
}
