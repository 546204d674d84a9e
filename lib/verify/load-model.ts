import type { Hex } from 'viem';
import { fetchByCid } from '../bundle/bundle-store.ts';
import { cidOfUri } from '../bundle/cid.ts';
import { fetchManifest } from '../bundle/fetch-manifest.ts';
import type { Manifest } from '../bundle/manifest.ts';
import { openBundle } from '../bundle/open-bundle.ts';
import { hashProgram, type Program } from '../engine/program.ts';
import { AppError } from '../errors/app-error.ts';

/** What the registry says of a model: where its files are, and what they must be. */
export type RegisteredModel = { uri: string; programHash: Hex; modelHash: Hex };

/** The files of a model, every byte checked against the registry. `parsed` is the program. */
export type LoadedModel = { manifest: Manifest; program: Uint8Array; parsed: Program; weights: Uint8Array };

const sameHash = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/**
 * Fetches a model by its hashes.
 *
 * @throws AppError `store/*`, BundleError, or EngineError where the engine refuses the program
 */
export async function loadModel({ uri, programHash, modelHash }: RegisteredModel): Promise<LoadedModel> {
  const bundle = await openBundle({ cid: cidOfUri(uri), read: (cid) => fetchByCid(cid) });
  const { manifest, weights } = bundle;
  if (!sameHash(manifest.program.hash, programHash) || !sameHash(manifest.weights.hash, modelHash)) {
    throw new AppError({
      code: 'store/corrupt',
      message: 'The bundle is not the model in the registry: its hashes differ.',
    });
  }
  const program = await fetchByCid(manifest.program.cid);
  return { manifest, weights, program, parsed: bundle.program };
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
    if (!sameHash(hashProgram(await fetchByCid(manifest.program.cid)), programHash)) {
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
