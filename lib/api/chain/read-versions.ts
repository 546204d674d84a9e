import { getAbiItem } from 'viem';
import { aiOracleAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import type { LaunchState } from './read-launches.ts';
import { readLogs } from './read-logs.ts';

const versionAdded = getAbiItem({ abi: aiOracleAbi, name: 'ModelVersionAdded' });

/** Tells of every id of a later version under which id its model was launched; any other id is its own answer. */
export async function readOrigins(api: ApiContext, head: bigint): Promise<(modelId: bigint) => bigint> {
  const logs = await readLogs(api, { address: api.deployment.contracts.aiOracle, events: [versionAdded], head });
  const origins = new Map(logs.map(({ args }) => [args.modelId, args.originId]));
  return (modelId) => origins.get(modelId) ?? modelId;
}

/** The launches with hashes, bundle and price of their models' newest versions, as votes have made them. */
export async function withNewestVersions(api: ApiContext, launches: readonly LaunchState[]): Promise<LaunchState[]> {
  if (launches.length === 0) return [];
  const oracle = { address: api.deployment.contracts.aiOracle, abi: aiOracleAbi } as const;
  const common = { multicallAddress: api.deployment.contracts.multicall3, allowFailure: false } as const;
  const latest = await api.client.multicall({
    ...common,
    contracts: launches.map(({ modelId }) => ({ ...oracle, functionName: 'latestOf', args: [modelId] }) as const),
  });
  const models = await api.client.multicall({
    ...common,
    contracts: latest.map((modelId) => ({ ...oracle, functionName: 'model', args: [modelId] }) as const),
  });
  return launches.map((launch, index) => {
    const newest = models[index];
    if (newest === undefined) return launch;
    const { modelHash, programHash, uri: bundleURI, priceWei: inferencePriceWei } = newest;
    return { ...launch, modelHash, programHash, bundleURI, inferencePriceWei };
  });
}
