import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { bondingCurveAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { snipeFeeOf } from '../market/snipe-fee.ts';
import { priceAfter } from '../price.ts';
import type { Trade } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { placeLogs, readHead, readLogs } from './read-logs.ts';

const traded = getAbiItem({ abi: bondingCurveAbi, name: 'Trade' });

/** All trades of some launches, oldest first. */
export async function readTradesOf(
  api: ApiContext,
  { launches, head }: { launches: readonly LaunchState[]; head: bigint },
): Promise<Trade[]> {
  const byCurve = new Map(launches.map((launch) => [launch.curve.toLowerCase(), launch]));
  const address = launches.map(({ curve }) => curve);
  const logs = await placeLogs(api, await readLogs(api, { address, events: [traded], head }));
  return logs.flatMap(({ args, id, atSec, blockNumber, txHash, address: curve }) => {
    const launch = byCurve.get(curve.toLowerCase());
    if (launch === undefined) return [];
    const { trader, recipient, isBuy, weiAmount, tokenAmount, feeWei } = args;
    // The creator's first buy comes through the launchpad.
    const isFirstBuy = isAddressEqual(trader, api.deployment.contracts.launchpad);
    return [
      {
        id,
        token: launch.token,
        venue: 'curve' as const,
        trader: isFirstBuy ? recipient : trader,
        recipient,
        isBuy,
        weiAmount,
        tokenAmount,
        feeWei,
        snipeFeeWei: snipeFeeOf({ ...launch, isBuy, isFirstBuy, feeWei, atSec }),
        priceWei: priceAfter(launch, args),
        atSec,
        blockNumber,
        txHash,
      },
    ];
  });
}

/** All trades of a token, oldest first; none for an unknown token. */
export async function readTrades(api: ApiContext, token: Address): Promise<ChainAnswer<Trade[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  return { data: await readTradesOf(api, { launches, head }), blockNumber: head };
}

/** All trades of all tokens, oldest first. */
export async function readAllTrades(api: ApiContext): Promise<ChainAnswer<Trade[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { head });
  return { data: await readTradesOf(api, { launches, head }), blockNumber: head };
}
