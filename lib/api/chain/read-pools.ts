import { type Address, getAbiItem, type Hex } from 'viem';
import { liquidityHookAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { placeLogs, readLogs } from './read-logs.ts';

const EVENTS = [
  getAbiItem({ abi: liquidityHookAbi, name: 'Graduated' }),
  getAbiItem({ abi: liquidityHookAbi, name: 'FeeChanged' }),
] as const;

/** The pool of a token that has graduated. */
export type PoolFacts = { poolId: Hex; openedAtSec: number; priceWei: bigint; feePips: number };

/** The pools that our hook has opened, by token, at their present price. */
export async function readPools(api: ApiContext, head: bigint): Promise<Map<Address, PoolFacts>> {
  const { liquidityHook, multicall3 } = api.deployment.contracts;
  const logs = await placeLogs(api, await readLogs(api, { address: liquidityHook, events: EVENTS, head }));
  const pools = new Map<Address, PoolFacts>();
  for (const log of logs) {
    const before = pools.get(log.args.token);
    if (log.eventName === 'Graduated') {
      const { token, poolId } = log.args;
      pools.set(token, { poolId, openedAtSec: log.atSec, priceWei: 0n, feePips: 0 });
    } else if (before !== undefined) {
      before.feePips = log.args.feePips;
    }
  }
  const states = await api.client.multicall({
    multicallAddress: multicall3,
    allowFailure: false,
    contracts: [...pools.keys()].map(
      (token) => ({ address: liquidityHook, abi: liquidityHookAbi, functionName: 'pool', args: [token] }) as const,
    ),
  });
  for (const [index, pool] of [...pools.values()].entries()) pool.priceWei = states[index]?.priceWei ?? 0n;
  return pools;
}
