import path from 'node:path';
import { openManifest } from '../lib/bundle/open-bundle.ts';
import type { Deployment } from '../lib/chain/deployment.ts';
import type { NodeHealth } from '../lib/schema/node-api.ts';
import { createChainClient } from './chain/clients.ts';
import { followChain } from './chain/follow.ts';
import { createGameTracker } from './chain/game-tracker.ts';
import { createGameReader } from './chain/games.ts';
import { createOracleReader } from './chain/oracle.ts';
import { createRequestTracker } from './chain/request-tracker.ts';
import type { NodeConfig } from './config.ts';
import { rememberRuns } from './engine/memo.ts';
import { createEnginePool } from './engine/pool.ts';
import { createGamePool } from './games/pool.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { MAX_UPLOAD_BYTES, UPLOAD_PACE } from './http/upload.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createPinner, PIN_BACKOFF } from './pins/pinner.ts';
import { pinTargets } from './pins/targets.ts';
import { createRoles } from './roles.ts';
import { type AddedBundle, importModels } from './store/admit-bundle.ts';
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
/** Results of runs kept in memory for the roles. */
const KEPT_RUNS = 128;
/** A head older than this, by our clock since we saw it, makes the node unwell. */
const STALE_HEAD_MS = 30_000;

/** Puts a node together and starts its roles. */
export async function startNode(options: {
  config: NodeConfig;
  deployment: Deployment;
  logger: Logger;
}): Promise<RunningNode> {
  const { config, deployment, logger } = options;
  const { aiOracle, disputeGame, multicall3 } = deployment.contracts;
  /** Ends the watching of the chain. */
  const watching = new AbortController();
  /** Ends waiting of any kind: the last step of a shutdown. */
  const everything = new AbortController();
  const metrics = createMetrics();
  const client = createChainClient(config);
  const dir = path.join(config.stateDir, 'store');
  const store = await openBundleStore({ dir, maxBytes: config.maxStoreBytes, nowMs: Date.now });
  await importModels(store, config.modelsDir, logger);
  const bundles = createBundleSource({ store, gateways: config.gateways, logger });
  const pinner = await createPinner({
    targets: pinTargets(config, bundles.readBlock),
    dir: path.join(dir, 'pinned'),
    backoff: PIN_BACKOFF,
    signal: watching.signal,
    logger,
    metrics,
  });
  const pushed = ({ cid, manifest }: AddedBundle) => pinner.push({ cid, name: manifest.name });
  for (const { cid, origin } of store.bundles()) {
    if (origin === 'gateway') continue;
    const manifest = await openManifest({ cid, read: bundles.readBlock }).catch(() => null);
    if (manifest !== null) pushed({ cid, manifest });
  }
  const pool = createEnginePool({
    size: config.engineThreads,
    timeoutMs: config.runTimeoutMs,
    storeDir: store.blocks.dir,
    logger,
  });
  const oracle = createOracleReader({
    client,
    address: aiOracle,
    multicallAddress: multicall3,
    startBlock: BigInt(deployment.startBlock),
  });

  const gamePool = createGamePool({
    size: config.gameThreads,
    timeoutMs: config.runTimeoutMs,
    storeDir: store.blocks.dir,
    logger,
  });
  const games = createGameReader({
    client,
    address: disputeGame,
    oracleAddress: aiOracle,
    multicallAddress: multicall3,
  });
  const { operator, defender, validator, keeper, senders } = createRoles({
    config,
    deployment,
    client,
    oracle,
    games,
    bundles,
    runModel: rememberRuns({ runModel: pool.run, keep: KEPT_RUNS }),
    solve: gamePool.run,
    logger,
    metrics,
    watching: watching.signal,
    everything: everything.signal,
  });
  const roles = [operator, defender, validator, keeper].filter((role) => role !== null);

  let head: { blockNumber: bigint; headSec: number; seenAtMs: number } | null = null;
  const health = async (): Promise<NodeHealth> => {
    const last = operator?.lastAnswer() ?? null;
    const freeStakeWei = operator?.stake.freeStakeWei() ?? null;
    const membership = validator?.membership.membership() ?? null;
    return {
      status: head !== null && Date.now() - head.seenAtMs < STALE_HEAD_MS ? 'ok' : 'degraded',
      roles: config.roles.join(','),
      chainId: config.chainId,
      headBlock: head === null ? null : Number(head.blockNumber),
      headAgeSec: head === null ? null : Math.round((Date.now() - head.seenAtMs) / 1000),
      operatorAddress: operator?.address ?? null,
      freeStakeWei: freeStakeWei === null ? null : freeStakeWei.toString(),
      queueDepth: operator?.queueDepth() ?? 0,
      lastAnsweredRequestId: last === null ? null : last.requestId.toString(),
      lastAnsweredSec: last === null ? null : last.atSec,
      keeperAddress: keeper?.address ?? null,
      validatorAddress: validator?.address ?? null,
      validatorStakeWei: membership === null ? null : membership.stakeWei.toString(),
      watchedModels: membership === null ? 0 : membership.watched.length,
      checkDepth: validator?.queueDepth() ?? 0,
      challengerGames: validator?.openGames() ?? 0,
      asserterGames: defender?.openGames() ?? 0,
      bundles: store.bundles().length,
      storeBytes: store.sizeBytes(),
      pins: pinner.health(),
    };
  };

  const mayUpload = createRateLimit({ burst: 6, everyMs: 10_000, nowMs: Date.now });
  const limits = { maxBytes: MAX_UPLOAD_BYTES, ...UPLOAD_PACE };
  const upload = { mayUpload, limits, nowMs: Date.now, onAdded: pushed };
  const app = createApp({ store, readBlock: bundles.readBlock, health, metrics, upload, logger });
  const server = await listen({ handler: app.fetch, host: config.host, port: config.port, logger });
  logger.info({ port: server.port, roles: config.roles, oracle: aiOracle }, 'node listening');

  const following = (async () => {
    await Promise.allSettled(senders.map((sender) => sender.settle(SETTLE_MS)));
    const tracker = createRequestTracker({ oracle, logger });
    await followChain({
      client,
      tracker,
      gameTracker: createGameTracker({ games, logger }),
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
      await Promise.all([pool.close(), gamePool.close()]);
      // The grace that a transaction in flight gets; what is only retried is given up with it.
      const grace = setTimeout(() => everything.abort(), 10_000);
      await Promise.all(roles.map((role) => role.stop()));
      await Promise.all(senders.map((sender) => sender.close()));
      clearTimeout(grace);
      everything.abort();
      await following;
    },
  };
}
