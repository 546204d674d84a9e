import { loadEngine } from '../engine/engine.ts';
import { hashProgram, hashWeights, type Program, parseProgram } from '../engine/program.ts';
import { parseCid, verifyCid } from './cid.ts';
import { BundleError } from './error.ts';
import { type Golden, parseGolden } from './golden.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** Fetches the bytes a CID names, from anywhere: whatever comes back is checked. */
export type ReadByCid = (cid: string) => Promise<Uint8Array>;

/** A bundle whose every byte has been checked against its CID. */
export type Bundle = {
  readonly cid: string;
  readonly manifest: Manifest;
  readonly program: Program;
  readonly weights: Uint8Array;
  readonly card: string;
};

/**
 * Reads and checks the bundle whose manifest is `cid`: each file against its CID, size and hash, the program against its
 * limits, the manifest against the program. Throws BundleError, or EngineError for a bad program.
 */
export async function openBundle({ cid, read }: { cid: string; read: ReadByCid }): Promise<Bundle> {
  const manifest = parseManifest(await readChecked(read, parseCid(cid)));
  const [programBytes, weights, card] = await Promise.all([
    readFile(read, manifest.program, 'program.json'),
    readFile(read, manifest.weights, 'weights.bin'),
    readFile(read, manifest.card, 'card.md'),
  ]);
  agree('programHash', hashProgram(programBytes), manifest.program.hash);
  agree('modelHash', hashWeights(weights, loadEngine().hashPairs), manifest.weights.hash);
  const program = parseProgram(programBytes);
  agree('bytes of weights', weights.length, program.weightsBytes);
  agree('longest input', manifest.input.maxBytes, program.maxInput);
  agree('longest output', manifest.output.maxBytes, program.maxOutput);
  agree('macsPerStep', manifest.macsPerStep, program.macsPerStep);
  return { cid, manifest, program, weights, card: new TextDecoder().decode(card) };
}

/** Reads and checks the golden outputs a manifest names. */
export async function openGolden({ manifest, read }: { manifest: Manifest; read: ReadByCid }): Promise<Golden> {
  return parseGolden(await readFile(read, manifest.golden, 'golden.json'));
}

async function readFile(read: ReadByCid, file: { cid: string; bytes: number }, name: string): Promise<Uint8Array> {
  const bytes = await readChecked(read, file.cid);
  agree(`size of ${name}`, bytes.length, file.bytes);
  return bytes;
}

async function readChecked(read: ReadByCid, cid: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await read(cid);
  } catch (cause) {
    throw new BundleError('bundle/not-found', `Could not read ${cid}.`, cause);
  }
  verifyCid({ cid, bytes });
  return bytes;
}

function agree(what: string, actual: string | number, expected: string | number): void {
  if (actual !== expected) throw new BundleError('bundle/inconsistent', `The ${what} is ${actual}, not ${expected}.`);
}
