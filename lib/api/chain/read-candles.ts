import type { Address } from 'viem';
import type { ApiContext } from '../context.ts';
import { type Candle, candlesOf } from '../market/candle.ts';
import { priceAfter } from '../price.ts';
import { readLaunches } from './read-launches.ts';
import { readHead } from './read-logs.ts';
import { readRevenueOf } from './read-revenue.ts';
import { readTradesOf } from './read-trades.ts';

/** The candles of a token in which something happened, oldest first, and where its price began. */
export type ChainCandles = { candles: Candle[]; startPriceWei: bigint; launchedAtSec: number };

/** What the chain says of a token's candles; null for an unknown token. */
export async function readCandles(
  api: ApiContext,
  { token, intervalSec }: { token: Address; intervalSec: number },
): Promise<{ data: ChainCandles | null; blockNumber: bigint }> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  const [launch] = launches;
  if (launch === undefined) return { data: null, blockNumber: head };
  const [trades, revenue] = await Promise.all([
    readTradesOf(api, { launches, head }),
    readRevenueOf(api, { launches, head }),
  ]);
  const startPriceWei = priceAfter(launch, { reserveWei: 0n, tokensSold: 0n });
  const entries = revenue.map((entry) => ({ ...entry, isInference: entry.source === 'inference' }));
  const candles = candlesOf({ trades, revenue: entries }, { intervalSec, startPriceWei });
  return { data: { candles, startPriceWei, launchedAtSec: launch.launchedAtSec }, blockNumber: head };
}
