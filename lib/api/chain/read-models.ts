import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { aiOracleAbi } from '../../chain/generated/abis.ts';
import { type ApiContext, nowSecOf } from '../context.ts';
import { CANDLE_SEC, candleStart } from '../market/candle.ts';
import type { RevenueSource } from '../market/revenue-source.ts';
import { sparkline } from '../market/sparkline.ts';
import { changeBps, revenueRates } from '../model-fields.ts';
import { priceAfter } from '../price.ts';
import type { Holder, ModelSummary, RevenueEntry, Trade } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readHoldersOf } from './read-holders.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { readHead, readLogs } from './read-logs.ts';
import { readRevenueOf } from './read-revenue.ts';
import { readTradesOf } from './read-trades.ts';
import { readOrigins, withNewestVersions } from './read-versions.ts';

const asked = getAbiItem({ abi: aiOracleAbi, name: 'AICallbackRequest' });
const DAY_SEC = 86_400;

/** All launched models or the one of `token`, oldest first, with totals counted from their events. */
export async function readModels(
  api: ApiContext,
  { token }: { token?: Address },
): Promise<ChainAnswer<ModelSummary[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  const { aiOracle } = api.deployment.contracts;
  const [newest, originOf, trades, revenue, holders, requests] = await Promise.all([
    withNewestVersions(api, launches),
    readOrigins(api, head),
    readTradesOf(api, { launches, head }),
    readRevenueOf(api, { launches, head }),
    readHoldersOf(api, { launches, head }),
    launches.length === 0 ? [] : readLogs(api, { address: aiOracle, events: [asked], head }),
  ]);
  const data = newest.map((launch) =>
    summarise({
      launch,
      trades: trades.filter((trade) => trade.token === launch.token),
      revenue: revenue.filter((entry) => entry.token === launch.token),
      holders: holders.filter((holder) => holder.token === launch.token),
      requestCount: requests.filter(({ args }) => originOf(args.modelId) === launch.modelId).length,
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
  const { virtualWei, virtualTokens, treasury: _, collection: __, ...facts } = launch;
  const startPriceWei = priceAfter({ virtualWei, virtualTokens }, { reserveWei: 0n, tokensSold: 0n });
  const dayAgo = nowSec - DAY_SEC;
  const start = { atSec: launch.launchedAtSec, priceWei: startPriceWei };
  const points = trades.map(({ atSec, priceWei }) => ({ atSec, priceWei }));
  const byHour = new Map(points.map(({ atSec, priceWei }) => [candleStart(atSec, CANDLE_SEC['1h']), priceWei]));
  const hours = [...byHour].map(([atSec, priceWei]) => ({ atSec, priceWei })).toReversed();
  const earned = (entries: readonly RevenueEntry[], days = Number.POSITIVE_INFINITY) =>
    sum(entries.filter(({ atSec }) => atSec > nowSec - days * DAY_SEC).map(({ amount }) => amount));
  const from = (source: RevenueSource) => revenue.filter((entry) => entry.source === source);
  const inference = from('inference');
  const trading = from('trading');
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
    revenueWei: earned(revenue),
    inferenceRevenueWei: earned(inference),
    tradingRevenueWei: earned(trading),
    snipeRevenueWei: sum(trading.map(({ snipeWei }) => snipeWei)),
    poolRevenueWei: earned(trading.filter((entry) => !isAddressEqual(entry.from, launch.curve))),
    mintRevenueWei: earned(from('mint')),
    royaltyRevenueWei: earned(from('royalty')),
    ...revenueRates({
      marketCapWei: launch.marketCapWei,
      inferenceRevenue7dWei: earned(inference, 7),
      inferenceRevenue30dWei: earned(inference, 30),
      tradingRevenue7dWei: earned(trading, 7),
      tradingRevenue30dWei: earned(trading, 30),
    }),
    sparkline: sparkline({ hours, last: points.toReversed(), tradeCount: trades.length, start }),
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
