// Compiles the contracts, one test file after another: two that compile at the same time break each other's cache.
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import hre from 'hardhat';

const LOCK = fileURLToPath(new URL('../cache/build.lock', import.meta.url));
/** After this a lock is left over from a run that was killed. */
const STALE_MS = 300_000;

/** Brings the artifacts up to date. */
export async function buildContracts(): Promise<void> {
  while (!take()) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    await hre.tasks.getTask('build').run({ quiet: true, noTests: true });
  } finally {
    rmdirSync(LOCK);
  }
}

function take(): boolean {
  mkdirSync(dirname(LOCK), { recursive: true });
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const made = statSync(LOCK, { throwIfNoEntry: false });
    if (made !== undefined && Date.now() - made.mtimeMs > STALE_MS) rmdirSync(LOCK);
    return false;
  }
}
