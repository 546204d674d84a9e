import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeHealth, nodeHealthSchema } from '../../../lib/schema/node-api.ts';
import { localKey, type ROLES } from '../../../scripts/start/accounts.ts';
import { freePort, type LocalChain, startProgram, until } from './local-chain.ts';

/** A node as a process of its own. */
export type NodeProcess = {
  child: ChildProcess;
  url: string;
  stateDir: string;
  output: () => string;
  health: () => Promise<NodeHealth>;
};

/** What differs from node to node. A `stateDir` given again is a restart. */
export type RunNodeOptions = {
  operator?: keyof typeof ROLES;
  /** Whether the operator defends its results too. */
  defends?: boolean;
  /** It joins the pool too. */
  validator?: keyof typeof ROLES;
  keeper?: keyof typeof ROLES;
  rpcUrl?: string;
  stateDir?: string;
  env?: Record<string, string>;
};

/** Starts `node/main.ts` and waits until it listens. */
export async function runNode(chain: LocalChain, options: RunNodeOptions): Promise<NodeProcess> {
  const { operator, validator, keeper } = options;
  const roles = [
    ...(operator === undefined ? [] : ['operator']),
    ...(options.defends === true ? ['defender'] : []),
    ...(validator === undefined ? [] : ['validator']),
    ...(keeper === undefined ? [] : ['keeper']),
  ];
  const port = await freePort();
  const stateDir = options.stateDir ?? mkdtempSync(join(chain.dir, 'node-'));
  const { child, output } = startProgram({
    command: 'node',
    args: ['--import', 'tsx', 'node/main.ts'],
    env: {
      OPENIMO_ROLES: roles.join(','),
      OPENIMO_RPC_URL: options.rpcUrl ?? chain.rpcUrl,
      OPENIMO_CHAIN_ID: String(chain.deployment.chainId),
      OPENIMO_DEPLOYMENT_FILE: chain.deploymentFile,
      OPENIMO_NODE_PORT: String(port),
      OPENIMO_STATE_DIR: stateDir,
      OPENIMO_LOG_LEVEL: 'debug',
      OPENIMO_SNAPSHOT_CHECK_MS: '1000',
      ...(operator === undefined ? {} : { OPENIMO_OPERATOR_KEY: localKey(operator) }),
      ...(validator === undefined
        ? {}
        : { OPENIMO_VALIDATOR_KEY: localKey(validator), OPENIMO_VALIDATOR_JOIN: 'true' }),
      ...(keeper === undefined ? {} : { OPENIMO_KEEPER_KEY: localKey(keeper) }),
      ...options.env,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const health = async () => nodeHealthSchema.parse(await (await fetch(`${url}/health`)).json());
  const listens = () =>
    fetch(`${url}/health`).then(
      () => true,
      () => {
        if (child.exitCode !== null) throw new Error(`the node ended: ${output()}`);
        return false;
      },
    );
  await until('the node listens', listens, 120_000);
  return { child, url, stateDir, output, health };
}
