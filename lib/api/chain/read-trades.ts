import { type Address, getAbiItem, getAddress, type Hex, isAddressEqual } from 'viem';
import { bondingCurveAbi, routerAbi } from '../../chain/generated/abis.ts';
import { poolManagerAbi } from '../../chain/generated/uniswap-abis.ts';
import type { ApiContext } from '../context.ts';
import { poolPriceWei, poolTradeOf } from '../market/pool.ts';
import { snipeFeeOf } from '../market/snipe-fee.ts';
import { priceAfter } from '../price.ts';
import type { Trade } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { orderOf, placeLogs, readHead, readLogs, readPages } from './read-logs.ts';

const traded = getAbiItem({ abi: bondingCurveAbi, name: 'Trade' });
const swapped = getAbiItem({ abi: poolManagerAbi, name: 'Swap' });
const routed = getAbiItem({ abi: routerAbi, name: 'RouterTrade' });

type Found = { launches: readonly LaunchState[]; head: bigint };

/** A trade, where it was in the chain, and where the event was that names who traded. */
export type OrderedTrade = Trade & { order: bigint; namedAt: bigint };

/** All trades of some launches on curves and in pools, oldest first. */
export async function readTradesOf(api: ApiContext, found: Found): Promise<Trade[]> {
  return (await readOrderedTrades(api, found)).map(({ order: _, namedAt: __, ...trade }) => trade);
}

/** The same, with the places of the events. */
export async function readOrderedTrades(api: ApiContext, found: Found): Promise<OrderedTrade[]> {
  const { router } = api.deployment.contracts;
  const [onCurves, inPools, routerTrades] = await Promise.all([
    readCurveTrades(api, found),
    readPoolTrades(api, found),
    readLogs(api, { address: router, events: [routed], head: found.head }),
  ]);
  const trades = [...onCurves, ...inPools].sort((a, b) => (a.order < b.order ? -1 : 1));
  for (const log of routerTrades) {
    const { token, trader, recipient } = log.args;
    const order = orderOf(log);
    const last = trades.findLast((trade) => trade.order < order && trade.token === token);
    if (last?.txHash === log.transactionHash) Object.assign(last, { trader, recipient, namedAt: order });
  }
  return trades;
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

async function readCurveTrades(api: ApiContext, { launches, head }: Found): Promise<OrderedTrade[]> {
  const byCurve = new Map(launches.map((launch) => [launch.curve.toLowerCase(), launch]));
  const address = launches.map(({ curve }) => curve);
  const logs = await placeLogs(api, await readLogs(api, { address, events: [traded], head }));
  return logs.flatMap((log) => {
    const launch = byCurve.get(log.address.toLowerCase());
    if (launch === undefined) return [];
    const { args, id, atSec, blockNumber, txHash } = log;
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
        order: orderOf(log),
        namedAt: orderOf(log),
      },
    ];
  });
}

async function readPoolTrades(api: ApiContext, { launches, head }: Found): Promise<OrderedTrade[]> {
  const { poolManager: address, router } = api.deployment.contracts;
  const byPool = new Map(launches.flatMap((launch) => (launch.poolId === null ? [] : [[launch.poolId, launch]])));
  const ids = [...byPool.keys()];
  if (ids.length === 0) return [];
  const found = await readPages(api, head, (blocks) =>
    api.client.getLogs({ address, event: swapped, args: { id: ids }, strict: true, ...blocks }),
  );
  const logs = await placeLogs(api, found);
  const others = logs.filter(({ args }) => !isAddressEqual(args.sender, router)).map(({ txHash }) => txHash);
  const senders = await sendersOf(api, others);
  return logs.flatMap((log) => {
    const { args, id, atSec, blockNumber, txHash } = log;
    const launch = byPool.get(args.id);
    const swap = poolTradeOf(args);
    if (launch === undefined || swap === null) return [];
    // The router's trades are named by its own event.
    const trader = senders.get(txHash) ?? router;
    return [
      {
        ...swap,
        id,
        token: launch.token,
        venue: 'pool' as const,
        trader,
        recipient: trader,
        snipeFeeWei: 0n,
        priceWei: poolPriceWei(args.sqrtPriceX96),
        atSec,
        blockNumber,
        txHash,
        order: orderOf(log),
        namedAt: orderOf(log),
      },
    ];
  });
}

/** Who sent some transactions. */
async function sendersOf(api: ApiContext, hashes: readonly Hex[]): Promise<Map<Hex, Address>> {
  const unique = [...new Set(hashes)];
  const found = await Promise.all(unique.map((hash) => api.client.getTransaction({ hash })));
  return new Map(found.map(({ hash, from }) => [hash, getAddress(from)]));
}
