import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../scripts/start/wait-for.ts';

const PORTS = {
  OPENIMO_WEB_PORT: process.env.OPENIMO_E2E_WEB_PORT ?? '3100',
  OPENIMO_RPC_PORT: process.env.OPENIMO_E2E_RPC_PORT ?? '8645',
  OPENIMO_INDEXER_PORT: process.env.OPENIMO_E2E_INDEXER_PORT ?? '42169',
  OPENIMO_NODE_PORT: process.env.OPENIMO_E2E_NODE_PORT ?? '8887',
};

/**
 * Starts the whole product as `npm start` does, on other ports and with a state of its own, and ends it afterwards. With
 * OPENIMO_E2E_RUNNING the tests use the product that already runs on these ports, and leave it running.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.OPENIMO_E2E_RUNNING !== undefined) return async () => undefined;
  const stateDir = mkdtempSync(join(tmpdir(), 'openimo-e2e-'));
  mkdirSync('test-results', { recursive: true });
  const log = createWriteStream('test-results/e2e-stack.log');
  const child = spawn('node', ['--import', 'tsx', 'scripts/start.ts'], {
    // Without the validator: a lie is for the browser to find.
    env: { ...process.env, ...PORTS, OPENIMO_STATE_DIR: stateDir, OPENIMO_ROLES: 'operator,defender,keeper' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = ended.then(() => {
    throw new Error('The product ended before it was ready: see test-results/e2e-stack.log');
  });
  const ready = waitFor({
    what: 'the product',
    url: `http://localhost:${PORTS.OPENIMO_WEB_PORT}/api/health`,
    timeoutMs: 420_000,
  });
  try {
    await Promise.race([ready, died]);
  } catch (error) {
    await end(child, ended);
    throw error;
  }
  died.catch(() => undefined);
  return async () => {
    await end(child, ended);
    rmSync(stateDir, { recursive: true, force: true });
  };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null) child.kill('SIGTERM');
  await ended;
}
