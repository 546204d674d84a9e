import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ApiContext } from '../../../lib/api/context.ts';
import { indexerStatus } from '../../../lib/api/indexer-status.ts';
import { end, freePort, type LocalChain, startProgram, until } from './local-chain.ts';

/** A running indexer. */
export type IndexerProcess = {
  child: ChildProcess;
  api: ApiContext;
  output: () => string;
  /** What clearing the lock said before the start. */
  unlockOutput: string;
  /** Waits until it has taken in a block, by default at most 30 s. */
  reaches: (blockNumber: bigint, timeoutMs?: number) => Promise<void>;
};

function envOf(chain: LocalChain, database: string): Record<string, string> {
  return {
    OPENIMO_RPC_URL: chain.rpcUrl,
    OPENIMO_CHAIN_ID: String(chain.deployment.chainId),
    OPENIMO_DEPLOYMENT_FILE: chain.deploymentFile,
    OPENIMO_INDEXER_DIR: join(chain.dir, database),
    PONDER_TELEMETRY_DISABLED: '1',
  };
}

/**
 * Clears the lock as `npm start` does, starts Ponder and waits until it serves: at most 3 minutes unless told otherwise.
 * `database` names the folder of its tables.
 */
export async function runIndexer(
  chain: LocalChain,
  { readyTimeoutMs = 180_000, database = 'indexer' }: { readyTimeoutMs?: number; database?: string } = {},
): Promise<IndexerProcess> {
  const env = envOf(chain, database);
  const unlock = startProgram({ command: 'node', args: ['--import', 'tsx', 'indexer/unlock.ts'], env });
  const code = await new Promise((resolve) => unlock.child.once('exit', resolve));
  if (code !== 0) throw new Error(`unlock failed: ${unlock.output()}`);
  const port = await freePort();
  const root = join(import.meta.dirname, '../../../indexer');
  const { child, output } = startProgram({
    command: 'ponder',
    args: ['start', '--root', root, '--schema', 'app', '--port', String(port), '--log-level', 'info'],
    env,
    cwd: chain.dir,
  });
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => {
        if (child.exitCode !== null) throw new Error(`the indexer ended: ${output()}`);
        return false;
      },
    );
  await until('the indexer is ready', ready, readyTimeoutMs).catch(async (error: unknown) => {
    await end(child, 'SIGKILL');
    throw error;
  });
  const api = { graphqlUrl: `${url}/graphql`, client: chain.client, deployment: chain.deployment };
  const reaches = (blockNumber: bigint, timeoutMs?: number) => {
    const isReached = async () => {
      const status = await indexerStatus(api).catch(() => null);
      return status !== null && status.blockNumber >= blockNumber;
    };
    return until(`block ${blockNumber} is indexed`, isReached, timeoutMs);
  };
  return { child, api, output, unlockOutput: unlock.output(), reaches };
}
