// The node: operator, defender, validator and keeper of the oracle, and the store of model bundles. Roles and keys come from the environment,
// see config.ts; everything else is passed down from here.
import path from 'node:path';
import { deploymentOf } from '../lib/chain/deployment.ts';
import { AppError } from '../lib/errors/app-error.ts';
import { readDeploymentFile } from '../lib/server/deployment-file.ts';
import { readNodeConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { startNode } from './node.ts';

/** After this long a shutdown no longer waits for transactions. */
const SHUTDOWN_MS = 15_000;

async function main(): Promise<void> {
  const config = readNodeConfig(process.env);
  const logger = createLogger(config.logLevel);
  const deployment =
    config.deploymentFile === null
      ? deploymentOf(config.chainId)
      : readDeploymentFile(path.resolve(config.deploymentFile));
  const node = await startNode({ config, deployment, logger });

  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'stopping');
    const timer = setTimeout(() => {
      logger.warn('did not stop in time: leaving');
      process.exit(1);
    }, SHUTDOWN_MS);
    await node.stop();
    clearTimeout(timer);
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  const message = error instanceof AppError ? error.message : error;
  console.error(message);
  process.exit(error instanceof AppError && error.code === 'config/invalid' ? 2 : 1);
});
