import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { revenueSourceOf } from '../market/revenue-source.ts';
import type { RevenueEntry, Trade } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { placeLogs, readHead, readLogs } from './read-logs.ts';
import { readTradesOf } from './read-trades.ts';

const received = getAbiItem({ abi: modelTokenAbi, name: 'RevenueReceived' });

/** ETH revenue of some launches, oldest first. */
export async function readRevenueOf(
  api: ApiContext,
  { launches, head }: { launches: readonly LaunchState[]; head: bigint },
): Promise<RevenueEntry[]> {
  const byToken = new Map(launches.map((launch) => [launch.token.toLowerCase(), launch]));
  const address = launches.map(({ token }) => token);
  const [logs, trades] = await Promise.all([
    readLogs(api, { address, events: [received], head }).then((found) => placeLogs(api, found)),
    readTradesOf(api, { launches, head }),
  ]);
  const { aiOracle, poolManager, marketplace } = api.deployment.contracts;
  return logs.flatMap(({ args: { from, amount }, id, atSec, txHash, address: token }) => {
    const launch = byToken.get(token.toLowerCase());
    if (launch === undefined) return [];
    // The trade that paid a curve's fee came just before it.
    const last = lastBefore(trades, { token: launch.token, id: BigInt(id) });
    const fee = last?.txHash === txHash && last.venue === 'curve' ? last : undefined;
    const payment = { from, amount, tradeFeeWei: fee?.feeWei ?? null };
    const source = revenueSourceOf(payment, {
      aiOracle,
      curve: launch.curve,
      poolManager,
      collection: launch.collection,
      marketplace,
    });
    const isCurveFee = source === 'trading' && isAddressEqual(from, launch.curve);
    const snipeWei = isCurveFee ? (fee?.snipeFeeWei ?? 0n) : 0n;
    return [{ id, token: launch.token, from, source, amount, snipeWei, atSec, txHash }];
  });
}

function lastBefore(trades: readonly Trade[], { token, id }: { token: Address; id: bigint }): Trade | undefined {
  return trades.findLast((trade) => BigInt(trade.id) < id && trade.token === token);
}

/** ETH revenue of a token, oldest first; none for an unknown token. */
export async function readRevenue(api: ApiContext, token: Address): Promise<ChainAnswer<RevenueEntry[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  return { data: await readRevenueOf(api, { launches, head }), blockNumber: head };
}
