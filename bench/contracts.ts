import { spawnSync } from 'node:child_process';
import type { Bench } from './row.ts';

/** A bench of the contracts as they are now: compiles them first, which takes a while in a fresh copy of the sources. */
export function ofContracts(bench: Bench): Bench {
  return async (log) => {
    log('compiling the contracts');
    // Its output goes where the log goes: standard output is for the figures alone.
    const { status, error } = spawnSync('hardhat', ['build', '--quiet', '--no-tests'], { stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('The contracts do not compile.', { cause: error });
    return bench(log);
  };
}
