import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentOf } from '../../lib/chain/deployment.ts';
import { CONTRACTS, readArtifact } from '../artifacts.ts';
import { gameSettings, oracleSettings, poolSettings } from '../deploy/settings.ts';

/**
 * The file that holds the local chain's state. Its name follows from what is deployed there (addresses, ABIs, settings), so that
 * a release with other contracts begins a chain of its own instead of meeting the old ones at the new addresses. The contracts
 * must be compiled.
 *
 * @returns the path, and the state files of other deployments that are left alone
 */
export function chainStateFile({ stateDir, chainId }: { stateDir: string; chainId: number }): {
  path: string;
  isNew: boolean;
  others: string[];
} {
  const names = Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[];
  const deployed = {
    deployment: deploymentOf(chainId),
    abis: names.map((name) => readArtifact(name).abi),
    settings: [oracleSettings(chainId), gameSettings(chainId), poolSettings(chainId)],
  };
  const text = JSON.stringify(deployed, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  const name = `chain-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
  const others = readdirSync(stateDir).filter((file) => /^chain.*\.json$/.test(file) && file !== name);
  const path = join(stateDir, name);
  return { path, isNew: !existsSync(path), others };
}
