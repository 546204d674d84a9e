import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { launchpadAbi } from '../../chain/generated/abis.ts';
import { readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { CollectionRow } from './types.ts';

const LAUNCH_EVENTS = [
  getAbiItem({ abi: launchpadAbi, name: 'Launched' }),
  getAbiItem({ abi: launchpadAbi, name: 'CollectionLaunched' }),
] as const;

/** What a launch fixed for its collection. */
export type LaunchedCollection = Omit<CollectionRow, 'pieceCount' | 'saleCount' | 'salesWei'>;

/** The collections of all launches, oldest first. */
export async function readLaunchedCollections(api: ApiContext, head: bigint): Promise<LaunchedCollection[]> {
  const logs = await readLogs(api, { address: api.deployment.contracts.launchpad, events: LAUNCH_EVENTS, head });
  const collections = new Map<Address, Address>();
  for (const log of logs) {
    if (log.eventName === 'CollectionLaunched') collections.set(log.args.token, log.args.collection);
  }
  return logs.flatMap((log): LaunchedCollection[] => {
    if (log.eventName !== 'Launched') return [];
    const { token, modelId, params } = log.args;
    const collection = [...collections].find(([of]) => isAddressEqual(of, token))?.[1];
    if (collection === undefined) return [];
    const { name, symbol, mintFeeWei, royaltyBps } = params;
    return [{ collection, token, name, symbol, modelId, mintFeeWei, royaltyBps }];
  });
}
