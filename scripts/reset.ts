// `npm run reset`: forgets the local chain, the index and the bundle store, so that the next start begins anew.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL_CHAIN_ID } from '../lib/chain/chains.ts';
import { readConfig } from '../lib/config/config.ts';

const stateDir = resolve(readConfig(process.env).stateDir, String(LOCAL_CHAIN_ID));
const pidsPath = join(stateDir, 'pids.json');
if (existsSync(pidsPath)) {
  const pids = JSON.parse(readFileSync(pidsPath, 'utf8')) as Record<string, number>;
  try {
    if (pids.start === undefined) throw new Error('no process');
    process.kill(pids.start, 0);
    console.error(`OpenIMO is running (process ${pids.start}). Stop it first.`);
    process.exit(1);
  } catch {
    // Not running: a leftover of a killed start.
  }
}
rmSync(stateDir, { recursive: true, force: true });
console.log(`Removed ${stateDir}.`);
