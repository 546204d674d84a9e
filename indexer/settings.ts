import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Deployment, deploymentOf } from '../lib/chain/deployment.ts';
import { AppError } from '../lib/errors/app-error.ts';
import { readDeploymentFile } from '../lib/server/deployment-file.ts';

/** What the indexer is told from outside, and the folder of its database. */
export type IndexerSettings = {
  chainId: number;
  rpcUrl: string;
  pollMs: number;
  deployment: Deployment;
  /** Holds one database per version of the indexer's code. */
  baseDir: string;
  /** The database of this code and this deployment; absolute. */
  databaseDir: string;
};

const schema = z.object({
  OPENIMO_CHAIN_ID: z.coerce.number().int().positive().default(31_337),
  OPENIMO_RPC_PORT: z.coerce.number().int().min(1).max(65_535).default(8545),
  OPENIMO_RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENIMO_STATE_DIR: z.string().min(1).default('.openimo'),
  OPENIMO_INDEXER_DIR: z.string().min(1).optional(),
  OPENIMO_INDEXER_POLL_MS: z.coerce.number().int().min(50).default(250),
  OPENIMO_DEPLOYMENT_FILE: z.string().min(1).optional(),
});

/**
 * Reads the settings from environment variables.
 *
 * @throws AppError `config/invalid` or `chain/unknown-deployment`
 */
export function readIndexerSettings(env: Record<string, string | undefined>): IndexerSettings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError({ code: 'config/invalid', message: `Bad configuration: ${faults}` });
  }
  const values = parsed.data;
  const file = values.OPENIMO_DEPLOYMENT_FILE;
  const deployment =
    file === undefined ? deploymentOf(values.OPENIMO_CHAIN_ID) : readDeploymentFile(path.resolve(file));
  const baseDir = path.resolve(values.OPENIMO_INDEXER_DIR ?? path.join(values.OPENIMO_STATE_DIR, 'indexer'));
  return {
    chainId: values.OPENIMO_CHAIN_ID,
    rpcUrl: (values.OPENIMO_RPC_URL ?? `http://127.0.0.1:${values.OPENIMO_RPC_PORT}`).replace(/\/+$/, ''),
    pollMs: values.OPENIMO_INDEXER_POLL_MS,
    deployment,
    baseDir,
    databaseDir: path.join(baseDir, fingerprint(deployment)),
  };
}

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Changes with everything that tables follow from: the indexer refuses a database that other code has filled, and rows
 * of another deployment are wrong.
 */
function fingerprint(deployment: Deployment): string {
  const hash = createHash('sha256').update(JSON.stringify(deployment));
  for (const file of sources()) hash.update(file).update(readFileSync(path.join(here, file)));
  return hash.digest('hex').slice(0, 12);
}

function sources(): string[] {
  const handlers = readdirSync(path.join(here, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join('src', name));
  const own = [
    'ponder.config.ts',
    'ponder.schema.ts',
    'oracle-schema.ts',
    'dispute-schema.ts',
    'governance-schema.ts',
    'settings.ts',
  ];
  const shared = [
    'chain/generated/abis.ts',
    'chain/generated/uniswap-abis.ts',
    'curve/curve.ts',
    'curve/ceil-div.ts',
    'curve/fee.ts',
    'api/price.ts',
    'api/market/candle.ts',
    'api/market/pool.ts',
    'api/market/position.ts',
    'api/market/revenue-source.ts',
    'api/market/snipe-fee.ts',
    'api/dispute/replay-game.ts',
    'api/dispute/types.ts',
    'api/governance/replay-grant.ts',
    'api/governance/replay-proposal.ts',
    'api/governance/storable-text.ts',
    'api/governance/types.ts',
  ].map((name) => `../lib/${name}`);
  return [...handlers, ...own, ...shared].sort();
}
