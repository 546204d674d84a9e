import sparticuz from '@sparticuz/chromium';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { createPublicClient, http } from 'viem';
import { LOCAL_CHAIN_ID } from '../lib/chain/chains.ts';
import { deploymentOf } from '../lib/chain/deployment.ts';
import { launchpadAbi } from '../lib/chain/generated/abis.ts';
import { type ProductPorts, startProduct } from '../scripts/start/product.ts';
import type { Bench, BenchRow } from './row.ts';

const PORTS: ProductPorts = {
  OPENIMO_WEB_PORT: process.env.OPENIMO_BENCH_WEB_PORT ?? '3300',
  OPENIMO_RPC_PORT: process.env.OPENIMO_BENCH_RPC_PORT ?? '8845',
  OPENIMO_INDEXER_PORT: process.env.OPENIMO_BENCH_INDEXER_PORT ?? '42369',
  OPENIMO_NODE_PORT: process.env.OPENIMO_BENCH_NODE_PORT ?? '9087',
};

/** Scores of Lighthouse, 0 to 100, and the figures behind the first of them. */
const SCORES = [
  { metric: 'performance', goal: 90 },
  { metric: 'accessibility', goal: 100 },
  { metric: 'best-practices', goal: 95 },
] as const;
const FIGURES = [
  { metric: 'first-contentful-paint', unit: 'ms' },
  { metric: 'largest-contentful-paint', unit: 'ms' },
  { metric: 'total-blocking-time', unit: 'ms' },
  { metric: 'cumulative-layout-shift', unit: '' },
  { metric: 'total-byte-weight', unit: 'B' },
] as const;

/** One busy moment of the machine must not decide: the median of so many runs by performance. */
const RUNS = Number(process.env.OPENIMO_LIGHTHOUSE_RUNS ?? 3);
const SPARE_RUNS = 2;

/** The pages that most people land on. */
async function pagesOf(rpcUrl: string): Promise<Record<string, string>> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const [token] = await client.readContract({
    address: deploymentOf(LOCAL_CHAIN_ID).contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 1n],
  });
  return {
    explore: '/',
    model: `/models/${token}`,
    launch: '/launch',
    prompt: `/models/${token}/prompt`,
    claim: '/claim',
  };
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

async function measure(url: string, chromePath: string): Promise<Report> {
  const chrome = await launch({
    chromePath,
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const result = await lighthouse(url, {
      port: chrome.port,
      logLevel: 'error',
      onlyCategories: SCORES.map(({ metric }) => metric),
    });
    if (result === undefined) throw new Error(`Lighthouse gave no report of ${url}.`);
    return result.lhr;
  } finally {
    chrome.kill();
  }
}

const scoreOf = (report: Report, metric: string) => Math.round((report.categories[metric]?.score ?? 0) * 100);

/** What kept a score from its best, in a few words. */
function faultsOf(report: Report, metric: string): string {
  const refs = report.categories[metric]?.auditRefs ?? [];
  return refs
    .filter(({ id, weight }) => weight > 0 && (report.audits[id]?.score ?? 1) < 0.9)
    .map(({ id }) => id)
    .join(', ');
}

function rowsOf(name: string, report: Report): BenchRow[] {
  const at = { bench: 'lighthouse', case: name };
  return [
    ...SCORES.map(({ metric, goal }) => {
      const note = faultsOf(report, metric);
      return { ...at, metric, unit: 'of 100', value: scoreOf(report, metric), goal, ...(note === '' ? {} : { note }) };
    }),
    ...FIGURES.map(({ metric, unit }) => {
      const value = report.audits[metric]?.numericValue ?? 0;
      return { ...at, metric, unit, value: unit === '' ? Math.round(value * 1_000) / 1_000 : Math.round(value) };
    }),
  ];
}

/** Lighthouse's mobile profile against the production build, on the demo's own data. */
export const lighthouseBench: Bench = async (log) => {
  const isRunning = process.env.OPENIMO_BENCH_RUNNING !== undefined;
  log(isRunning ? 'using the running product' : 'starting the product');
  const stop = isRunning
    ? async () => undefined
    : await startProduct({
        ports: PORTS,
        settings: { OPENIMO_ROLES: 'operator,defender,keeper' },
        logPath: 'test-results/lighthouse.log',
      });
  try {
    const chromePath = process.env.CHROMIUM_PATH ?? (await sparticuz.executablePath());
    const pages = await pagesOf(`http://127.0.0.1:${PORTS.OPENIMO_RPC_PORT}`);
    const rows: BenchRow[] = [];
    for (const [name, path] of Object.entries(pages)) {
      const url = `http://localhost:${PORTS.OPENIMO_WEB_PORT}${path}`;
      // Once for the server's own caches.
      await fetch(url).then((response) => response.text());
      const reports: Report[] = [];
      for (let attempt = 0; reports.length < RUNS && attempt < RUNS + SPARE_RUNS; attempt++) {
        const report = await measure(url, chromePath).catch((error: unknown) => {
          // A browser that did not answer in time measured nothing.
          log(`${name}: ${error instanceof Error ? error.message : String(error)}; once more`);
          return null;
        });
        if (report !== null) reports.push(report);
      }
      const byScore = reports.toSorted((a, b) => scoreOf(a, 'performance') - scoreOf(b, 'performance'));
      const median = byScore[Math.floor(byScore.length / 2)];
      if (median === undefined) throw new Error('Lighthouse did not run.');
      log(`${name}: ${SCORES.map(({ metric }) => `${metric} ${scoreOf(median, metric)}`).join(', ')}`);
      rows.push(...rowsOf(name, median));
    }
    return rows;
  } finally {
    await stop();
  }
};
