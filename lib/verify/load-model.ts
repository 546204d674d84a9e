import type { Hex } from 'viem';
import { type FetchOptions, fetchBlock, fetchBundle, type LoadProgress } from '../bundle/bundle-store.ts';
import { cidOfUri } from '../bundle/cid.ts';
import { fetchManifest } from '../bundle/fetch-manifest.ts';
import type { Manifest } from '../bundle/manifest.ts';
import { openBundle, readBundleFile } from '../bundle/open-bundle.ts';
import { hashProgram, type Program } from '../engine/program.ts';
import { AppError } from '../errors/app-error.ts';

/** What the registry says of a model: where its files are, and what they must be. */
export type RegisteredModel = { uri: string; programHash: Hex; modelHash: Hex };

/** The files of a model, every byte checked against the registry. `parsed` is the program. */
export type LoadedModel = { manifest: Manifest; program: Uint8Array; parsed: Program; weights: Uint8Array };

const sameHash = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/**
 * Fetches a model by its hashes. `onProgress` tells how much of the weights has come.
 *
 * @throws AppError `store/*`, BundleError, or EngineError where the engine refuses the program
 */
export async function loadModel(
  { uri, programHash, modelHash }: RegisteredModel,
  options: FetchOptions & { onProgress?: (progress: LoadProgress) => void } = {},
): Promise<LoadedModel> {
  const { manifest, weights, program, programBytes } = await openBundle(await fetchBundle(cidOfUri(uri), options));
  if (!sameHash(manifest.program.hash, programHash) || !sameHash(manifest.weights.hash, modelHash)) {
    throw new AppError({
      code: 'store/corrupt',
      message: 'The bundle is not the model in the registry: its hashes differ.',
    });
  }
  return { manifest, weights, program: programBytes, parsed: program };
}

/** Whether the answers of a model can be checked and disputed at all. */
export type Verifiability = { kind: 'verifiable' } | { kind: 'unverifiable'; reason: string };

/**
 * Looks at a model's program without its weights: the engine must accept it and find the registry's programHash. The weights'
 * hash is the bundle's word until they are fetched, but it must be the registry's.
 *
 * @throws AppError `store/*` where the files cannot be fetched now: then nothing is known
 */
export async function checkProgram({ uri, programHash, modelHash }: RegisteredModel): Promise<Verifiability> {
  try {
    const manifest = await fetchManifest(uri);
    const program = await readBundleFile({ cid: cidOfUri(uri), read: (cid) => fetchBlock(cid), name: 'program.json' });
    if (!sameHash(hashProgram(program), programHash)) {
      return { kind: 'unverifiable', reason: 'The program in its bundle is not the one in the registry.' };
    }
    if (!sameHash(manifest.weights.hash, modelHash)) {
      return { kind: 'unverifiable', reason: 'The weights in its bundle are not those in the registry.' };
    }
    return { kind: 'verifiable' };
  } catch (error) {
    if (error instanceof AppError) {
      if (error.code !== 'store/not-found') throw error;
      return { kind: 'unverifiable', reason: 'Its files are not to be had: nobody can run it here.' };
    }
    // BundleError and EngineError carry a sentence for people.
    return { kind: 'unverifiable', reason: error instanceof Error ? error.message : String(error) };
  }
}
