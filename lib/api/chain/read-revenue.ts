import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import type { RevenueEntry } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { placeLogs, readHead, readLogs } from './read-logs.ts';

const received = getAbiItem({ abi: modelTokenAbi, name: 'RevenueReceived' });

/** ETH revenue of some launches, oldest first. */
export async function readRevenueOf(
  api: ApiContext,
  { launches, head }: { launches: readonly LaunchState[]; head: bigint },
): Promise<RevenueEntry[]> {
  const byToken = new Map(launches.map((launch) => [launch.token.toLowerCase(), launch]));
  const address = launches.map(({ token }) => token);
  const logs = await placeLogs(api, await readLogs(api, { address, events: [received], head }));
  return logs.flatMap(({ args: { from, amount }, id, atSec, txHash, address: token }) => {
    const launch = byToken.get(token.toLowerCase());
    if (launch === undefined) return [];
    const isInference = isAddressEqual(from, api.deployment.contracts.aiOracle);
    const source = isInference ? 'inference' : isAddressEqual(from, launch.curve) ? 'trading' : 'other';
    return [{ id, token: launch.token, from, source, amount, atSec, txHash }];
  });
}

/** ETH revenue of a token, oldest first; none for an unknown token. */
export async function readRevenue(api: ApiContext, token: Address): Promise<ChainAnswer<RevenueEntry[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  return { data: await readRevenueOf(api, { launches, head }), blockNumber: head };
}
