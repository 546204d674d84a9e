import type { Hex } from 'viem';

/** What a run needs: a bundle whose files are in the store, the hashes that the registry commits to, and the input. */
export type EngineJob = { cid: string; modelHash: Hex; programHash: Hex; input: Uint8Array };

/** What a run gives. `stepsRoot` is secret until the result is final. */
export type EngineResult = {
  output: Uint8Array;
  traceRoot: Uint8Array;
  stepsRoot: Uint8Array;
  steps: number;
  runMs: number;
};

/** Runs a model on an input. Throws `AppError` `engine/failed` or `store/*`. */
export type RunModel = (job: EngineJob) => Promise<EngineResult>;
