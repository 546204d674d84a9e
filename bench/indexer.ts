import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEther } from 'viem';
import { z } from 'zod';
import type { ApiContext } from '../lib/api/context.ts';
import { listTrades } from '../lib/api/list-trades.ts';
import { bondingCurveAbi } from '../lib/chain/generated/abis.ts';
import { end, type LocalChain, mined, startLocalChain } from '../test/integration/support/local-chain.ts';
import { type IndexerProcess, runIndexer } from '../test/integration/support/run-indexer.ts';
import { type Load, type LoadSize, makeLoad } from './indexer/load.ts';
import { type PageQuery, pageQueries } from './indexer/queries.ts';
import type { Bench, BenchRow } from './row.ts';

const GOAL_BLOCK_TO_PAGE_MS = 1_500;
const GOAL_P95_MS = 100;
const ROUNDS = 10;
const LIVE_TRADES = 25;
/** Generous: a busy machine is slow, and its figures say so. */
const BACKFILL_TIMEOUT_MS = 2_400_000;

/** What is loaded unless the environment asks for less: `BENCH_LAUNCHES`, `BENCH_TRADES`, `BENCH_ACCOUNTS`. */
const sizeSchema = z.object({
  BENCH_LAUNCHES: z.coerce.number().int().positive().default(100),
  BENCH_TRADES: z.coerce.number().int().positive().default(50_000),
  BENCH_ACCOUNTS: z.coerce.number().int().positive().default(500),
});

/** A traded market indexed from nothing, followed live, and asked what the pages ask. */
export const indexer: Bench = async (log) => {
  const env = sizeSchema.parse(process.env);
  const size = { launches: env.BENCH_LAUNCHES, trades: env.BENCH_TRADES, accounts: env.BENCH_ACCOUNTS };
  // Without the state of every block, which nobody asks for here and which takes gigabytes.
  const chain = await startLocalChain({ anvil: ['--prune-history'] });
  let running: IndexerProcess | undefined;
  try {
    const load = await makeLoad(chain, size, log);
    log(`${load.trades} trades made; indexing`);
    const startedAt = performance.now();
    running = await runIndexer(chain, { readyTimeoutMs: BACKFILL_TIMEOUT_MS });
    await running.reaches(await chain.client.getBlockNumber(), BACKFILL_TIMEOUT_MS);
    const seconds = (performance.now() - startedAt) / 1_000;
    const events = await eventCount(running.api);
    log(`${events} events in ${seconds.toFixed(1)} s`);
    const api = { ...running.api, nowSec: await clockOf(chain) };
    const restMb = memoryMb(running, 'VmRSS');
    const live = await followLive(chain, api, load);
    log(`live: median ${quantile(live, 0.5).toFixed(0)} ms`);
    const times = await timeQueries(pageQueries(api, load));
    const peakMb = memoryMb(running, 'VmHWM');
    return rows({ size, load, events, seconds, live, times, peakMb, restMb });
  } finally {
    if (running !== undefined) await end(running.child, 'SIGKILL');
    await chain.stop();
  }
};

/** Seconds of the chain, which is ahead of the machine's clock: its blocks were ten minutes apart. */
async function clockOf(chain: LocalChain): Promise<() => number> {
  const { timestamp } = await chain.client.getBlock();
  const aheadSec = Number(timestamp) - Math.floor(Date.now() / 1_000);
  return () => Math.floor(Date.now() / 1_000) + aheadSec;
}

/** Events that handlers took in, as Ponder counts them. */
async function eventCount(api: ApiContext): Promise<number> {
  const metrics = await (await fetch(api.graphqlUrl.replace(/graphql$/, 'metrics'))).text();
  const counts = metrics.matchAll(/^ponder_indexing_completed_events\{[^}]*\} (\d+)/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Milliseconds from a block with a trade until `lib/api` gives the trade, again and again. */
async function followLive(chain: LocalChain, api: ApiContext, { curves, tokens }: Load): Promise<number[]> {
  const [curve] = curves;
  const [token] = tokens;
  if (curve === undefined || token === undefined) throw new Error('nothing was launched');
  const wallet = chain.wallet('traderOne');
  const times = [];
  for (let index = 0; index < LIVE_TRADES; index++) {
    const args = [0n, wallet.account.address, 1n << 40n] as const;
    const call = { address: curve, abi: bondingCurveAbi, functionName: 'buy', args } as const;
    const { hash } = await mined(chain, wallet.writeContract({ ...call, value: parseEther('0.01'), gas: 500_000n }));
    const minedAt = performance.now();
    for (;;) {
      const { data } = await listTrades(api, token, { limit: 3 });
      if (data.some(({ txHash }) => txHash === hash)) break;
      await sleep(20);
    }
    times.push(performance.now() - minedAt);
  }
  return times;
}

type PageTimes = Record<PageQuery['page'], number[]>;

/** Milliseconds of each query, one after the other, in rounds after a first that does not count. */
async function timeQueries(queries: PageQuery[]): Promise<PageTimes> {
  const times: PageTimes = { explore: [], chart: [], portfolio: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { page, ask } of queries) {
      const startedAt = performance.now();
      const { source } = await ask();
      if (source !== 'indexer') throw new Error('the indexer did not answer');
      if (round > 0) times[page].push(performance.now() - startedAt);
    }
  }
  return times;
}

/** Memory of the indexer's process in MiB, as the kernel counts it: now (VmRSS) or at most (VmHWM). */
function memoryMb({ child }: IndexerProcess, line: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) / 1_024;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function rows(measured: {
  size: LoadSize;
  load: Load;
  events: number;
  seconds: number;
  live: number[];
  times: PageTimes;
  peakMb: number;
  restMb: number;
}): BenchRow[] {
  const { size, load, events, seconds, live, times, peakMb, restMb } = measured;
  const common = { bench: 'indexer', case: 'load' } as const;
  const p95 = (page: PageQuery['page']) => `${page} ${quantile(times[page], 0.95).toFixed(1)}`;
  const all = Object.values(times).flat();
  return [
    {
      ...common,
      metric: 'events-per-s',
      unit: '1/s',
      value: Math.round(events / seconds),
      note:
        `${size.launches} launches, ${load.trades} trades, ${size.accounts} traders: ${events} events in ` +
        `${seconds.toFixed(1)} s from the start of the process to the newest block, into tables that pages can ask`,
    },
    {
      ...common,
      metric: 'block-to-page-ms',
      unit: 'ms',
      value: Math.round(quantile(live, 0.5)),
      goal: GOAL_BLOCK_TO_PAGE_MS,
      note: `median of ${live.length} trades from the receipt to the answer of lib/api; p95 ${quantile(live, 0.95).toFixed(0)} ms`,
    },
    {
      ...common,
      metric: 'p95-query-ms',
      unit: 'ms',
      value: Number(quantile(all, 0.95).toFixed(1)),
      goal: GOAL_P95_MS,
      note:
        `${all.length} queries of pages through lib/api while blocks come; p95 in ms by page: ` +
        `${p95('explore')}, ${p95('chart')}, ${p95('portfolio')}`,
    },
    {
      ...common,
      metric: 'rss-mb',
      unit: 'MB',
      value: Math.round(peakMb),
      note: `most that the indexer's process ever held, PGlite in it; ${restMb.toFixed(0)} MB after the backfill`,
    },
  ];
}
