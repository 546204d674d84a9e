import { type Address, getAbiItem } from 'viem';
import { aiOracleAbi } from '../../chain/generated/abis.ts';
import { type ApiContext, nowSecOf } from '../context.ts';
import { changeBps } from '../model-fields.ts';
import { priceAfter } from '../price.ts';
import type { Holder, ModelSummary, RevenueEntry, Trade } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readHoldersOf } from './read-holders.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { readHead, readLogs } from './read-logs.ts';
import { readRevenueOf } from './read-revenue.ts';
import { readTradesOf } from './read-trades.ts';

const asked = getAbiItem({ abi: aiOracleAbi, name: 'AICallbackRequest' });
const DAY_SEC = 86_400;
const SPARK_POINTS = 24;

/** All launched models or the one of `token`, oldest first, with totals counted from their events. */
export async function readModels(
  api: ApiContext,
  { token }: { token?: Address },
): Promise<ChainAnswer<ModelSummary[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  const { aiOracle } = api.deployment.contracts;
  const [trades, revenue, holders, requests] = await Promise.all([
    readTradesOf(api, { launches, head }),
    readRevenueOf(api, { launches, head }),
    readHoldersOf(api, { launches, head }),
    launches.length === 0 ? [] : readLogs(api, { address: aiOracle, events: [asked], head }),
  ]);
  const data = launches.map((launch) =>
    summarise({
      launch,
      trades: trades.filter((trade) => trade.token === launch.token),
      revenue: revenue.filter((entry) => entry.token === launch.token),
      holders: holders.filter((holder) => holder.token === launch.token),
      requestCount: requests.filter(({ args }) => args.modelId === launch.modelId).length,
      nowSec: nowSecOf(api),
    }),
  );
  return { data, blockNumber: head };
}

/** Totals of one launch. `trades` and `revenue` are oldest first. */
function summarise(found: {
  launch: LaunchState;
  trades: readonly Trade[];
  revenue: readonly RevenueEntry[];
  holders: readonly Holder[];
  requestCount: number;
  nowSec: number;
}): ModelSummary {
  const { launch, trades, revenue, holders, requestCount, nowSec } = found;
  const { virtualWei, virtualTokens, ...facts } = launch;
  const startPriceWei = priceAfter({ virtualWei, virtualTokens }, { reserveWei: 0n, tokensSold: 0n });
  const dayAgo = nowSec - DAY_SEC;
  const inference = revenue.filter(({ source }) => source === 'inference');
  const weekAgo = nowSec - 7 * DAY_SEC;
  const points = trades.slice(-SPARK_POINTS).map(({ atSec, priceWei }) => ({ atSec, priceWei }));
  const start = { atSec: launch.launchedAtSec, priceWei: startPriceWei };
  return {
    ...facts,
    tradeCount: trades.length,
    volumeWei: sum(trades.map(({ weiAmount }) => weiAmount)),
    volume24hWei: sum(trades.filter(({ atSec }) => atSec > dayAgo).map(({ weiAmount }) => weiAmount)),
    change24hBps: changeBps(
      trades.length,
      trades.findLast(({ atSec }) => atSec <= dayAgo)?.priceWei ?? startPriceWei,
      launch.tokenPriceWei,
    ),
    holderCount: holders.filter(({ isExcluded }) => !isExcluded).length,
    requestCount,
    revenueWei: sum(revenue.map(({ amount }) => amount)),
    inferenceRevenueWei: sum(inference.map(({ amount }) => amount)),
    tradingRevenueWei: sum(revenue.filter(({ source }) => source === 'trading').map(({ amount }) => amount)),
    inferenceRevenue7dWei: sum(inference.filter(({ atSec }) => atSec > weekAgo).map(({ amount }) => amount)),
    sparkline: trades.length <= SPARK_POINTS ? [start, ...points] : points,
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
