import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { waitFor } from './wait-for.ts';

/** Where a started product listens, by the names of its configuration. */
export type ProductPorts = Record<
  'OPENIMO_WEB_PORT' | 'OPENIMO_RPC_PORT' | 'OPENIMO_INDEXER_PORT' | 'OPENIMO_NODE_PORT',
  string
>;

/**
 * Starts the whole product as `npm start` does, on ports of its own and with a state of its own that is thrown away.
 * Resolves when it is ready, with what ends it.
 *
 * @throws Error when it ends or is not ready in time; `logPath` says why
 */
export async function startProduct({
  ports,
  settings,
  logPath,
}: {
  ports: ProductPorts;
  /** More of its configuration: `OPENIMO_…`. */
  settings: Record<string, string>;
  logPath: string;
}): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'openimo-'));
  mkdirSync(dirname(logPath), { recursive: true });
  const log = createWriteStream(logPath);
  const child = spawn('node', ['--import', 'tsx', 'scripts/start.ts'], {
    env: { ...process.env, ...ports, ...settings, OPENIMO_STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = ended.then(() => {
    throw new Error(`The product ended before it was ready: see ${logPath}`);
  });
  const ready = waitFor({
    what: 'the product',
    url: `http://localhost:${ports.OPENIMO_WEB_PORT}/api/health`,
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
