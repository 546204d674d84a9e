import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Account,
  type Chain,
  createTestClient,
  createWalletClient,
  type Hex,
  type HttpTransport,
  http,
  type TestClient,
  type WalletClient,
} from 'viem';
import { chainOf, LOCAL_CHAIN_ID } from '../../../lib/chain/chains.ts';
import type { Deployment } from '../../../lib/chain/deployment.ts';
import { type ChainClient, createChainClient } from '../../../node/chain/clients.ts';
import { deploy } from '../../../scripts/deploy/deploy.ts';
import {
  type GameSettings,
  gameSettings,
  type OracleSettings,
  oracleSettings,
  type PoolSettings,
  poolSettings,
} from '../../../scripts/deploy/settings.ts';
import { localAccount, type ROLES } from '../../../scripts/start/accounts.ts';

const BIN = join(import.meta.dirname, '../../../node_modules/.bin');

/** A wallet of the local chain. */
export type Wallet = WalletClient<HttpTransport, Chain, Account>;

/** A chain of its own for one test file, with our contracts on it. */
export type LocalChain = {
  dir: string;
  rpcUrl: string;
  rpcPort: number;
  deployment: Deployment;
  deploymentFile: string;
  client: ChainClient;
  test: TestClient<'anvil', HttpTransport, Chain>;
  wallet: (role: keyof typeof ROLES) => Wallet;
  stop: () => Promise<void>;
};

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Starts anvil, a block a second unless told otherwise, and deploys everything. */
export async function startLocalChain(
  options: {
    blockTimeSec?: number;
    settings?: Partial<OracleSettings>;
    game?: Partial<GameSettings>;
    pool?: Partial<PoolSettings>;
    /** More options of anvil. */
    anvil?: readonly string[];
  } = {},
): Promise<LocalChain> {
  const dir = mkdtempSync(join(tmpdir(), 'openimo-test-'));
  const rpcPort = await freePort();
  const rpcUrl = `http://127.0.0.1:${rpcPort}`;
  const args = ['--port', String(rpcPort), '--chain-id', String(LOCAL_CHAIN_ID), '--quiet'];
  args.push('--block-time', String(options.blockTimeSec ?? 1), ...(options.anvil ?? []));
  const child = spawn(join(BIN, 'anvil'), args, { stdio: 'ignore' });
  const client = createChainClient({ chainId: LOCAL_CHAIN_ID, rpcUrl });
  const chain = chainOf(LOCAL_CHAIN_ID, rpcUrl);
  const test = createTestClient({ mode: 'anvil', chain, transport: http(rpcUrl) });
  await until('anvil answers', () =>
    client.getBlockNumber().then(
      () => true,
      () => false,
    ),
  );
  // Deploying waits for each receipt: faster with a block per transaction.
  await test.setIntervalMining({ interval: 0 });
  await test.setAutomine(true);
  const deployment = await deploy({
    chainId: LOCAL_CHAIN_ID,
    rpcUrl,
    account: localAccount('deployer'),
    settings: { ...oracleSettings(LOCAL_CHAIN_ID), ...options.settings },
    game: { ...gameSettings(LOCAL_CHAIN_ID), ...options.game },
    pool: { ...poolSettings(LOCAL_CHAIN_ID), ...options.pool },
    log: () => undefined,
  });
  await test.setAutomine(false);
  await test.setIntervalMining({ interval: options.blockTimeSec ?? 1 });
  const deploymentFile = join(dir, 'deployment.json');
  writeFileSync(deploymentFile, JSON.stringify(deployment));
  return {
    dir,
    rpcUrl,
    rpcPort,
    deployment,
    deploymentFile,
    client,
    test,
    wallet: (role) => createWalletClient({ chain, transport: http(rpcUrl), account: localAccount(role) }),
    stop: async () => {
      await end(child, 'SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return gone;
}

/** Waits until `check` is true, by default at most 30 s. */
export async function until(what: string, check: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    if (await check()) return;
    if (Date.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts one of our programs; its output is kept for a failing test to show. */
export function startProgram(options: { command: string; args: string[]; env: Record<string, string>; cwd?: string }): {
  child: ChildProcess;
  output: () => string;
} {
  let text = '';
  const child = spawn(join(BIN, options.command), options.args, {
    cwd: options.cwd ?? join(import.meta.dirname, '../../..'),
    env: { ...process.env, PATH: `${BIN}:${process.env.PATH ?? ''}`, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => text };
}

/** Sends, waits for the block, and fails when it reverted. */
export async function mined(chain: LocalChain, hash: Promise<Hex>): Promise<{ blockNumber: bigint; hash: Hex }> {
  const sent = await hash;
  const receipt = await chain.client.waitForTransactionReceipt({ hash: sent, pollingInterval: 100 });
  if (receipt.status !== 'success') throw new Error(`transaction ${sent} reverted`);
  return { blockNumber: receipt.blockNumber, hash: sent };
}
