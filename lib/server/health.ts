import { createPublicClient, http } from 'viem';
import { z } from 'zod';
import { chainOf } from '../chain/chains.ts';
import { deploymentOf } from '../chain/deployment.ts';
import { launchpadAbi } from '../chain/generated/abis.ts';
import { type Config, readConfig } from '../config/config.ts';

/** The state of one part: `ok` or not, and what is known of it. */
export type PartHealth = {
  ok: boolean;
  /** How long it took to answer, seen from the site. */
  latencyMs: number;
  detail: Record<string, string | number | boolean>;
};

/** What asking a part gives; `guard` adds the time. */
type Asked = Omit<PartHealth, 'latencyMs'>;

/** What `/api/health` answers. */
export type Health = {
  status: 'ok' | 'degraded';
  parts: Record<'web' | 'chain' | 'contracts' | 'indexer' | 'node', PartHealth>;
};

/** Blocks that the index may be behind the chain before it is called behind. */
const MAX_LAG_BLOCKS = 10;
const TIMEOUT_MS = 4_000;

const statusSchema = z.object({}).catchall(z.object({ block: z.object({ number: z.number() }).nullish() }));
const nodeSchema = z.object({}).catchall(z.unknown());

/** Asks every part how it is. Never throws: a part that does not answer is reported so. */
export async function readHealth(env: Record<string, string | undefined>): Promise<Health> {
  const config = readConfig(env);
  const chain = await guard(() => chainHealth(config));
  const head = typeof chain.detail.block === 'number' ? chain.detail.block : 0;
  const [contracts, indexer, node] = await Promise.all([
    guard(() => contractsHealth(config)),
    guard(() => indexerHealth(config, head)),
    guard(() => nodeHealth(config)),
  ]);
  const web: PartHealth = { ok: true, latencyMs: 0, detail: { uptimeSec: Math.round(process.uptime()) } };
  const parts = { web, chain, contracts, indexer, node };
  return { status: Object.values(parts).every((part) => part.ok) ? 'ok' : 'degraded', parts };
}

async function guard(ask: () => Promise<Asked>): Promise<PartHealth> {
  const startMs = performance.now();
  const latencyMs = () => Math.round(performance.now() - startMs);
  try {
    const asked = await ask();
    return { ...asked, latencyMs: latencyMs() };
  } catch (error) {
    return {
      ok: false,
      latencyMs: latencyMs(),
      detail: { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) },
    };
  }
}

function clientOf(config: Config) {
  const transport = http(config.rpcUrl, { timeout: TIMEOUT_MS, retryCount: 0 });
  return createPublicClient({ chain: chainOf(config.chainId, config.rpcUrl), transport });
}

async function chainHealth(config: Config): Promise<Asked> {
  const client = clientOf(config);
  const [chainId, block] = await Promise.all([client.getChainId(), client.getBlockNumber()]);
  return { ok: chainId === config.chainId, detail: { chainId, block: Number(block) } };
}

async function contractsHealth(config: Config): Promise<Asked> {
  const { launchpad } = deploymentOf(config.chainId).contracts;
  const launches = await clientOf(config).readContract({
    address: launchpad,
    abi: launchpadAbi,
    functionName: 'tokenCount',
  });
  return { ok: true, detail: { launchpad, launches: Number(launches) } };
}

async function indexerHealth(config: Config, head: number): Promise<Asked> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const ready = await fetch(`${config.indexerUrl}/ready`, { signal });
  if (!ready.ok) return { ok: false, detail: { state: 'catching up' } };
  const answer = await fetch(`${config.indexerUrl}/status`, { signal });
  const status = statusSchema.parse(await answer.json());
  const blocks = Object.values(status).map((chain) => chain.block?.number ?? 0);
  const block = Math.max(0, ...blocks);
  return { ok: head - block <= MAX_LAG_BLOCKS, detail: { block, behindBlocks: Math.max(0, head - block) } };
}

async function nodeHealth(config: Config): Promise<Asked> {
  const answer = await fetch(`${config.nodeUrl}/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body = nodeSchema.parse(await answer.json());
  const detail = Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : [],
    ),
  );
  return { ok: answer.ok, detail };
}
