import { type Address, getAbiItem } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import type { SnapshotRow } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readLaunches } from './read-launches.ts';
import { readHead, readLogs } from './read-logs.ts';

const taken = getAbiItem({ abi: modelTokenAbi, name: 'SnapshotTaken' });
const funded = getAbiItem({ abi: modelTokenAbi, name: 'SnapshotFunded' });

/** The snapshots of a token, oldest first; none for an unknown token. */
export async function readSnapshots(api: ApiContext, token: Address): Promise<ChainAnswer<SnapshotRow[]>> {
  const head = await readHead(api);
  const [launch] = await readLaunches(api, { token, head });
  if (launch === undefined) return { data: [], blockNumber: head };
  const rows = new Map<bigint, SnapshotRow & { byCurrency: Map<Address, bigint> }>();
  for (const log of await readLogs(api, { address: launch.token, events: [taken, funded], head })) {
    if (log.eventName === 'SnapshotTaken') {
      const { snapshotId, recordTime } = log.args;
      const recordTimeSec = Number(recordTime);
      const txHash = log.transactionHash;
      const byCurrency = new Map<Address, bigint>();
      rows.set(snapshotId, { token: launch.token, snapshotId, recordTimeSec, amounts: [], txHash, byCurrency });
    } else {
      // Said again, with 0, when a snapshot without anyone to share it gives its amount back.
      rows.get(log.args.snapshotId)?.byCurrency.set(log.args.currency, log.args.amount);
    }
  }
  const data = [...rows.values()].map(({ byCurrency, ...row }) => ({
    ...row,
    amounts: [...byCurrency].map(([currency, amount]) => ({ currency, amount })).filter(({ amount }) => amount > 0n),
  }));
  return { data, blockNumber: head };
}
