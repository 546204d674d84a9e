// `npm start`: chain, contracts, node, indexer, web and demo launches, as one product with one log and one end.
// `npm run dev` (--dev): the same with reload. See docs/architecture.md.
import { createWriteStream, existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublicClient, http } from 'viem';
import { LOCAL_CHAIN_ID } from '../lib/chain/chains.ts';
import { deploymentOf } from '../lib/chain/deployment.ts';
import { type Config, readConfig } from '../lib/config/config.ts';
import { deploy } from './deploy/deploy.ts';
import { oracleSettings } from './deploy/settings.ts';
import { seed } from './seed/seed.ts';
import { localAccount, localKey } from './start/accounts.ts';
import { ChainSaver, chainProgram } from './start/chain.ts';
import { chainStateFile } from './start/chain-state.ts';
import { portConflicts, type WantedPort } from './start/ports.ts';
import { ProcessGroup, type ProgramSpec, signalTree } from './start/process-group.ts';
import { waitFor } from './start/wait-for.ts';
import { isWebBuilt, markWebBuilt, webSourceHash } from './start/web-build.ts';

async function main(): Promise<void> {
  const isDev = process.argv.includes('--dev');
  const config = readConfig(process.env);
  const isLocal = config.chainId === LOCAL_CHAIN_ID && process.env.OPENIMO_RPC_URL === undefined;
  const stateDir = resolve(config.stateDir, String(config.chainId));
  mkdirSync(stateDir, { recursive: true });

  const logFile = createWriteStream(join(stateDir, 'openimo.log'), { flags: 'a' });
  const log = (part: string, line: string): void => {
    const text = `${part.padEnd(8)}| ${line}`;
    console.log(text);
    logFile.write(`${new Date().toISOString()} ${text}\n`);
  };

  const pidsPath = join(stateDir, 'pids.json');
  refuseSecondStart(pidsPath);
  await endOrphans(pidsPath);
  const conflicts = await portConflicts(wantedPorts(config, isLocal));
  if (conflicts.length > 0) {
    for (const sentence of conflicts) console.error(sentence);
    process.exit(1);
  }

  let saver: ChainSaver | undefined;
  let isStopping = false;
  const group = new ProcessGroup({
    log,
    onGiveUp: (name) => {
      log('start', `${name} keeps failing: stopping. Its last lines above say why.`);
      process.exitCode = 1;
      void stop();
    },
  });
  const savePids = (): void => writeFileSync(pidsPath, JSON.stringify({ start: process.pid, ...group.pids() }));

  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log('start', 'stopping');
    await group.stopAllBut('chain');
    if (saver !== undefined) {
      await saver.stop();
      await saver.save().catch((error: unknown) => log('chain', `could not save the state: ${String(error)}`));
    }
    await group.stopAll();
    rmSync(pidsPath, { force: true });
    log('start', 'stopped');
    logFile.end(() => process.exit());
  }
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());

  const env = childEnv(config, isLocal);
  const start = (spec: ProgramSpec): void => {
    group.start({ ...spec, env: { ...env, ...spec.env } });
    savePids();
  };

  const webBuilt = isDev ? Promise.resolve() : buildWeb(group, env, log);
  // Awaited below; until then a failure must not be an unhandled one.
  webBuilt.catch(() => undefined);

  if (isLocal) {
    await group.runToEnd({ name: 'compile', command: 'hardhat', args: ['build', '--quiet', '--no-tests'], env });
    const { path: statePath, isNew, others } = chainStateFile({ stateDir, chainId: config.chainId });
    if (isNew && others.length > 0) {
      log('start', `the contracts changed: a new local chain begins; the old one stays in ${others.join(', ')}`);
    }
    start(chainProgram({ port: config.rpcPort, chainId: config.chainId, statePath }));
    await waitFor({
      what: 'the chain',
      url: config.rpcUrl,
      timeoutMs: 60_000,
      post: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}',
    });
    saver = new ChainSaver({ rpcUrl: config.rpcUrl, path: statePath });
    await deployIfNeeded(config, log);
    await saver.save();
    saver.start((error) => log('chain', `could not save the state: ${String(error)}`));
  }

  const indexerDir = await indexerDatabaseDir(config, stateDir);
  start({
    name: 'node',
    command: 'node',
    args: [...(isDev ? ['--watch'] : []), '--import', 'tsx', 'node/main.ts'],
    env: {},
  });
  await group.runToEnd({
    name: 'unlock',
    command: 'node',
    args: ['--import', 'tsx', 'indexer/unlock.ts'],
    env: { ...env, OPENIMO_INDEXER_DIR: indexerDir },
  });
  start({
    name: 'indexer',
    command: 'ponder',
    args: [
      isDev ? 'dev' : 'start',
      ...(isDev ? ['--disable-ui'] : []),
      '--root',
      'indexer',
      '--schema',
      'app',
      '--port',
      String(config.indexerPort),
      '--log-level',
      'warn',
    ],
    env: { OPENIMO_INDEXER_DIR: indexerDir },
  });
  await waitFor({ what: 'the node', url: `${config.nodeUrl}/health`, timeoutMs: 60_000 });

  await webBuilt;
  start({ name: 'web', command: 'next', args: [isDev ? 'dev' : 'start', '--port', String(config.webPort)], env: {} });
  if (isLocal) await seed({ config, log: (line) => log('seed', line) });
  const url = `http://localhost:${config.webPort}`;
  await waitFor({ what: 'the site', url: `${url}/api/health`, timeoutMs: 180_000 });
  savePids();
  log('start', `OpenIMO is ready: ${url}`);
}

function wantedPorts(config: Config, isLocal: boolean): WantedPort[] {
  return [
    { part: 'web', port: config.webPort, variable: 'OPENIMO_WEB_PORT' },
    ...(isLocal ? [{ part: 'chain', port: config.rpcPort, variable: 'OPENIMO_RPC_PORT' }] : []),
    { part: 'indexer', port: config.indexerPort, variable: 'OPENIMO_INDEXER_PORT' },
    { part: 'node', port: config.nodePort, variable: 'OPENIMO_NODE_PORT' },
  ];
}

function childEnv(config: Config, isLocal: boolean): Record<string, string | undefined> {
  return {
    OPENIMO_CHAIN_ID: String(config.chainId),
    OPENIMO_RPC_PORT: String(config.rpcPort),
    OPENIMO_RPC_URL: config.rpcUrl,
    OPENIMO_WEB_PORT: String(config.webPort),
    OPENIMO_INDEXER_PORT: String(config.indexerPort),
    OPENIMO_NODE_PORT: String(config.nodePort),
    OPENIMO_STATE_DIR: resolve(config.stateDir, String(config.chainId)),
    ...(isLocal ? localNodeEnv() : {}),
    NEXT_TELEMETRY_DISABLED: '1',
    PONDER_TELEMETRY_DISABLED: '1',
  };
}

/** Each role of the local node has an account of its own, so that a validator is never the operator it watches. */
function localNodeEnv(): Record<string, string> {
  return {
    OPENIMO_OPERATOR_KEY: localKey('operator'),
    OPENIMO_VALIDATOR_KEY: localKey('validator'),
    OPENIMO_VALIDATOR_JOIN: process.env.OPENIMO_VALIDATOR_JOIN ?? 'true',
    OPENIMO_KEEPER_KEY: localKey('keeper'),
  };
}

type Pids = Record<string, number>;

function readPids(path: string): Pids {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Pids;
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function refuseSecondStart(pidsPath: string): void {
  const { start: pid } = readPids(pidsPath);
  if (pid === undefined || !isAlive(pid)) return;
  console.error(
    `OpenIMO runs already from this folder (process ${pid}). Stop it first, or set OPENIMO_STATE_DIR and other ports.`,
  );
  process.exit(1);
}

/** Ends what a killed `npm start` left running, so that ports and databases are free. */
async function endOrphans(pidsPath: string): Promise<void> {
  const orphans = Object.entries(readPids(pidsPath)).flatMap(([name, pid]) =>
    name !== 'start' && isAlive(pid) && runsHere(pid) ? [pid] : [],
  );
  for (const pid of orphans) signalTree(pid, 'SIGKILL');
  const end = Date.now() + 10_000;
  while (orphans.some(isAlive) && Date.now() < end) await sleep(100);
}

/** Whether a process works in our folder: a number may have passed on to somebody else's process. */
function runsHere(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === process.cwd();
  } catch {
    return false;
  }
}

async function buildWeb(
  group: ProcessGroup,
  env: ProgramSpec['env'],
  log: (part: string, line: string) => void,
): Promise<void> {
  const sourceHash = webSourceHash();
  if (isWebBuilt(sourceHash)) return;
  log('start', 'building the site (once for these sources)');
  await group.runToEnd({ name: 'build', command: 'next', args: ['build'], env });
  markWebBuilt(sourceHash);
}

/** Deploys to a fresh local chain. The addresses follow from the order, so the generated ones must come out again. */
async function deployIfNeeded(config: Config, log: (part: string, line: string) => void): Promise<void> {
  const expected = deploymentOf(config.chainId);
  const client = createPublicClient({ transport: http(config.rpcUrl) });
  if ((await client.getCode({ address: expected.contracts.lens })) !== undefined) return;
  const deployed = await deploy({
    chainId: config.chainId,
    rpcUrl: config.rpcUrl,
    account: localAccount('deployer'),
    settings: oracleSettings(config.chainId),
    log: (line) => log('deploy', line),
  });
  if (JSON.stringify(deployed) === JSON.stringify(expected)) return;
  throw new Error(
    'The contracts came out at other addresses than lib/chain/generated says: run npm run reset, and if that does not help npm run codegen.',
  );
}

/** A database folder for this very chain: when the chain starts over, so does the index. */
async function indexerDatabaseDir(config: Config, stateDir: string): Promise<string> {
  const client = createPublicClient({ transport: http(config.rpcUrl) });
  const genesis = await client.getBlock({ blockNumber: 0n });
  const deployment = deploymentOf(config.chainId);
  return join(
    stateDir,
    `indexer-${genesis.hash.slice(2, 10)}-${deployment.contracts.launchpad.slice(2, 10).toLowerCase()}`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  // Our own handler stops the parts that run already.
  process.kill(process.pid, 'SIGTERM');
});
