import path from 'node:path';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Deployment } from '../lib/chain/deployment.ts';
import type { NodeHealth } from '../lib/schema/node-api.ts';
import { createChainClient } from './chain/clients.ts';
import { followChain } from './chain/follow.ts';
import { createOracleReader } from './chain/oracle.ts';
import { createRequestTracker } from './chain/request-tracker.ts';
import { createTxSender, type TxSender } from './chain/tx-sender.ts';
import type { NodeConfig } from './config.ts';
import { createEnginePool } from './engine/pool.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createKeeper, type Keeper } from './keeper/keeper.ts';
import { createRevenueKeeper } from './keeper/revenue.ts';
import { createSettler } from './keeper/settle.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createOperator, type Operator } from './operator/operator.ts';
import { createStakeKeeper, type StakeKeeper } from './operator/stake.ts';
import { importModels } from './store/add-bundle.ts';
import { createBundleSource } from './store/bundle-source.ts';
import { openBundleStore } from './store/bundle-store.ts';

/** A running node. */
export type RunningNode = {
  httpPort: number;
  health: () => Promise<NodeHealth>;
  /** Takes nothing new, finishes the transactions in flight, frees the port. */
  stop: () => Promise<void>;
};

/** Transactions of an earlier process are waited for this long before new ones are sent. */
const SETTLE_MS = 20_000;
/** A head older than this, by our clock since we saw it, makes the node unwell. */
const STALE_HEAD_MS = 30_000;

/** Puts a node together and starts its roles. */
export async function startNode(options: {
  config: NodeConfig;
  deployment: Deployment;
  logger: Logger;
}): Promise<RunningNode> {
  const { config, deployment, logger } = options;
  const { aiOracle, launchpad, multicall3 } = deployment.contracts;
  /** Ends the watching of the chain. */
  const watching = new AbortController();
  /** Ends waiting of any kind: the last step of a shutdown. */
  const everything = new AbortController();
  const metrics = createMetrics();
  const client = createChainClient(config);
  const store = await openBundleStore(path.join(config.stateDir, 'store'));
  await importModels(store, config.modelsDir, logger);
  const bundles = createBundleSource({ store, gateways: config.gateways, logger });
  const pool = createEnginePool({
    size: config.engineThreads,
    timeoutMs: config.runTimeoutMs,
    storeDir: store.dir,
    logger,
  });
  const oracle = createOracleReader({
    client,
    address: aiOracle,
    multicallAddress: multicall3,
    startBlock: BigInt(deployment.startBlock),
  });

  const senders = new Map<Hex, TxSender>();
  const senderOf = (key: Hex): TxSender => {
    const known = senders.get(key);
    if (known !== undefined) return known;
    const account = privateKeyToAccount(key);
    const made = createTxSender({ client, account, logger, metrics, signal: everything.signal });
    senders.set(key, made);
    return made;
  };

  let operator: Operator | null = null;
  let stake: StakeKeeper | null = null;
  let keeper: Keeper | null = null;
  const operatorSender =
    config.roles.includes('operator') && config.operatorKey !== null ? senderOf(config.operatorKey) : null;
  const keeperSender = config.roles.includes('keeper') && config.keeperKey !== null ? senderOf(config.keeperKey) : null;
  if (operatorSender !== null) {
    const log = logger.child({ role: 'operator' });
    const { stakeWei } = config;
    stake = createStakeKeeper({ client, oracle, sender: operatorSender, stakeWei, logger: log });
    const tools = { client, oracle, sender: operatorSender, bundles, runModel: pool.run };
    operator = createOperator({ tools, stake, logger: log, metrics, signal: watching.signal });
  }
  if (keeperSender !== null) {
    const log = logger.child({ role: 'keeper' });
    const shared = { client, sender: keeperSender, logger: log, metrics };
    const settler = createSettler({ ...shared, oracle });
    const minWei = config.snapshotMinWei;
    const revenue = createRevenueKeeper({ ...shared, launchpad, multicallAddress: multicall3, minWei });
    keeper = createKeeper({ settler, revenue, checkMs: config.snapshotCheckMs, logger: log });
  }

  let head: { blockNumber: bigint; headSec: number; seenAtMs: number } | null = null;
  const health = async (): Promise<NodeHealth> => {
    const last = operator?.lastAnswer() ?? null;
    const freeStakeWei = stake?.freeStakeWei() ?? null;
    return {
      status: head !== null && Date.now() - head.seenAtMs < STALE_HEAD_MS ? 'ok' : 'degraded',
      roles: config.roles.join(','),
      chainId: config.chainId,
      headBlock: head === null ? null : Number(head.blockNumber),
      headAgeSec: head === null ? null : Math.round((Date.now() - head.seenAtMs) / 1000),
      operatorAddress: operatorSender?.address ?? null,
      freeStakeWei: freeStakeWei === null ? null : freeStakeWei.toString(),
      queueDepth: operator?.queueDepth() ?? 0,
      lastAnsweredRequestId: last === null ? null : last.requestId.toString(),
      lastAnsweredSec: last === null ? null : last.atSec,
      keeperAddress: keeperSender?.address ?? null,
      bundles: (await store.manifests()).length,
    };
  };

  const mayUpload = createRateLimit({ burst: 6, everyMs: 10_000, nowMs: Date.now });
  const app = createApp({ store, health, metrics, mayUpload, maxStoreBytes: config.maxStoreBytes, logger });
  const server = await listen({ handler: app.fetch, host: config.host, port: config.port, logger });
  logger.info({ port: server.port, roles: config.roles, oracle: aiOracle }, 'node listening');

  const following = (async () => {
    await Promise.allSettled([...senders.values()].map((sender) => sender.settle(SETTLE_MS)));
    const roles = [operator, keeper].filter((role) => role !== null);
    const tracker = createRequestTracker({ oracle, logger });
    await followChain({
      client,
      tracker,
      roles,
      pollMs: config.pollMs,
      logger,
      metrics,
      onHead: (seen) => {
        head = { ...seen, seenAtMs: Date.now() };
      },
      signal: watching.signal,
    });
  })();

  return {
    httpPort: server.port,
    health,
    stop: async () => {
      watching.abort();
      await server.close();
      await pool.close();
      // The grace that a transaction in flight gets; what is only retried is given up with it.
      const grace = setTimeout(() => everything.abort(), 10_000);
      await Promise.all([operator?.stop(), keeper?.stop()]);
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      clearTimeout(grace);
      everything.abort();
      await following;
    },
  };
}
