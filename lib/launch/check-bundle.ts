import type { Hex } from 'viem';
import { BUNDLE_FILES, isBundleFile } from '../bundle/bundle-files.ts';
import type { Golden } from '../bundle/golden.ts';
import type { Manifest } from '../bundle/manifest.ts';
import { type BundleDoor, openBundle, openGolden } from '../bundle/open-bundle.ts';
import { fromHex, toHex } from '../engine/hex.ts';
import { AppError } from '../errors/app-error.ts';
import type { RunRequest, WorkerRun } from '../verify/run-protocol.ts';
import type { DraftModel } from './draft.ts';

/** What is read of a run. */
type OwnRun = Pick<WorkerRun, 'output' | 'traceRoot' | 'steps' | 'elapsedMs'>;

/** A golden run as far as it is. */
export type DryRun = { form: Pick<Manifest, 'input' | 'output'>; input: Hex; output: Hex };

/** How far the check of a bundle is. `dryRun` counts the engine's steps. */
export type BundleCheck =
  | { kind: 'hashing' }
  | { kind: 'dryRun'; step: number; ofSteps: number; run: DryRun }
  | { kind: 'checked'; elapsedMs: number; run: DryRun; traceRoot: Hex };

export type CheckBundleOptions = BundleDoor & {
  origin: DraftModel['origin'];
  runModel: (request: RunRequest, onStep: (step: number, output: Uint8Array) => void) => Promise<OwnRun>;
  onCheck: (check: BundleCheck) => void;
};

/** The files of a chosen folder that a bundle consists of; throws AppError `input/invalid` that names what is missing. */
export function bundleFiles(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const missing = BUNDLE_FILES.filter((name) => !files.has(name));
  if (missing.length > 0) {
    throw new AppError({
      code: 'input/invalid',
      message: `The bundle has no ${missing.join(', no ')}. Choose the folder again.`,
    });
  }
  return new Map([...files].filter(([name]) => isBundleFile(name)));
}

/**
 * Checks every byte of a bundle and runs one golden prompt, whose answer and trace root must come out to the bit.
 * Throws BundleError, EngineError or AppError with one sentence on what is wrong.
 */
export async function checkBundle({ cid, read, origin, runModel, onCheck }: CheckBundleOptions): Promise<DraftModel> {
  onCheck({ kind: 'hashing' });
  const { manifest, programBytes: program, weights } = await openBundle({ cid, read });
  const { input, expected } = goldenCase(await openGolden({ cid, read }));
  const dryRun = (output: Uint8Array): DryRun => ({ form: manifest, input: expected.input, output: toHex(output) });
  const run = await runModel({ program, weights, input }, (step, output) =>
    onCheck({ kind: 'dryRun', step, ofSteps: expected.steps, run: dryRun(output) }),
  );
  if (toHex(run.output) !== expected.output || toHex(run.traceRoot) !== expected.traceRoot) {
    throw new AppError({
      code: 'input/invalid',
      message:
        'The model’s answer here is not its golden answer. The bundle is damaged, or was made by another engine.',
    });
  }
  onCheck({ kind: 'checked', elapsedMs: run.elapsedMs, run: dryRun(run.output), traceRoot: expected.traceRoot });
  return draftModelOf({ cid, manifest, origin });
}

function goldenCase(golden: Golden): { input: Uint8Array; expected: Golden['cases'][number] } {
  const [expected] = golden.cases;
  const input = expected === undefined ? undefined : fromHex(expected.input);
  if (expected === undefined || input === undefined) {
    throw new AppError({ code: 'input/invalid', message: 'golden.json has no case to run.' });
  }
  return { input, expected };
}

function draftModelOf({
  cid,
  manifest,
  origin,
}: {
  cid: string;
  manifest: Manifest;
  origin: DraftModel['origin'];
}): DraftModel {
  const { name, description, licence, parameters, examples } = manifest;
  const hashes = { modelHash: manifest.weights.hash, programHash: manifest.program.hash };
  return { cid, ...hashes, name, description, licence, parameters, examples, origin };
}
