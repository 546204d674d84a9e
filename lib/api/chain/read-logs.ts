import type { AbiEvent, Address, GetLogsReturnType, Hex } from 'viem';
import type { ApiContext } from '../context.ts';
import { eventId } from '../event-id.ts';

/** Where and when an event happened, and its id as the indexer would write it. */
export type Placed = { id: string; atSec: number; blockNumber: bigint; txHash: Hex };

/** Blocks asked for at once: public RPCs refuse much more. */
const CHUNK_BLOCKS = 10_000n;
const PARALLEL = 4;

/** The newest block. */
export function readHead(api: ApiContext): Promise<bigint> {
  return api.client.getBlockNumber({ cacheTime: 0 });
}

/** Everything that `ask` gives for the blocks since our deployment, in the order of the chain. */
export async function readPages<T>(
  api: ApiContext,
  head: bigint,
  ask: (blocks: { fromBlock: bigint; toBlock: bigint }) => Promise<readonly T[]>,
): Promise<T[]> {
  const starts: bigint[] = [];
  for (let from = BigInt(api.deployment.startBlock); from <= head; from += CHUNK_BLOCKS) starts.push(from);
  const found: T[] = [];
  for (let index = 0; index < starts.length; index += PARALLEL) {
    const pages = await Promise.all(
      starts.slice(index, index + PARALLEL).map((fromBlock) => {
        const end = fromBlock + CHUNK_BLOCKS - 1n;
        return ask({ fromBlock, toBlock: end < head ? end : head });
      }),
    );
    for (const page of pages) found.push(...page);
  }
  return found;
}

/** All logs of some events at some addresses since our deployment, in the order of the chain. */
export async function readLogs<const E extends readonly AbiEvent[]>(
  api: ApiContext,
  { address, events, head }: { address: Address | Address[]; events: E; head: bigint },
): Promise<GetLogsReturnType<undefined, E, true>> {
  if (Array.isArray(address) && address.length === 0) return [];
  return readPages(api, head, (blocks) => api.client.getLogs({ address, events, strict: true, ...blocks }));
}

/** A number in the order of the chain. */
export function orderOf({ blockNumber, logIndex }: { blockNumber: bigint; logIndex: number }): bigint {
  return blockNumber * 2n ** 32n + BigInt(logIndex);
}

/** What is read of a log to place it. */
type Placeable = {
  blockNumber: bigint;
  blockTimestamp?: bigint | null | undefined;
  transactionHash: Hex;
  transactionIndex: number;
  logIndex: number;
};

/** Says for each log when it happened; asks for blocks only where the node does not put the time into the log. */
export async function placeLogs<L extends Placeable>(api: ApiContext, logs: readonly L[]): Promise<(L & Placed)[]> {
  const untimed = new Set(logs.flatMap((log) => (log.blockTimestamp == null ? [log.blockNumber] : [])));
  const times = new Map<bigint, bigint>();
  await Promise.all(
    [...untimed].map(async (blockNumber) => {
      times.set(blockNumber, (await api.client.getBlock({ blockNumber })).timestamp);
    }),
  );
  return logs.map((log) => {
    const timestamp = log.blockTimestamp ?? times.get(log.blockNumber) ?? 0n;
    return {
      ...log,
      id: eventId({ ...log, timestamp, chainId: api.client.chain.id }),
      atSec: Number(timestamp),
      txHash: log.transactionHash,
    };
  });
}
