import { keccak256 } from 'viem';
import type { EngineResult, RunModel } from './protocol.ts';

/**
 * `runModel` with the last `keep` results kept: the roles of one node ask for the same runs, and a run is a pure function of its job.
 * A failed run is forgotten at once.
 */
export function rememberRuns({ runModel, keep }: { runModel: RunModel; keep: number }): RunModel {
  const runs = new Map<string, Promise<EngineResult>>();
  return (job) => {
    const key = [job.cid, job.modelHash, job.programHash, keccak256(job.input)].join(':');
    const known = runs.get(key);
    const run = known ?? runModel(job);
    runs.delete(key);
    runs.set(key, run);
    if (known === undefined) {
      run.catch(() => {
        if (runs.get(key) === run) runs.delete(key);
      });
    }
    for (const oldest of runs.keys()) {
      if (runs.size <= keep) break;
      runs.delete(oldest);
    }
    return run;
  };
}
