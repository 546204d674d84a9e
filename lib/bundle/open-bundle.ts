import { loadEngine } from '../engine/engine.ts';
import { hashProgram, hashWeights, type Program, parseProgram } from '../engine/program.ts';
import type { ReadBlock } from './block.ts';
import { type BundleFileName, checkFileNames, isBundleFile, MAX_FILE_BYTES } from './bundle-files.ts';
import { BundleError } from './error.ts';
import { type Golden, parseGolden } from './golden.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { readFile } from './read-file.ts';
import { readDirectory } from './unixfs-node.ts';

/** A bundle whose every byte has been checked against its CID. */
export type Bundle = {
  readonly cid: string;
  readonly manifest: Manifest;
  readonly program: Program;
  /** program.json, from which `program` was parsed. */
  readonly programBytes: Uint8Array;
  readonly weights: Uint8Array;
  readonly card: string;
};

/** What names a bundle, and where its blocks come from. */
export type BundleDoor = { readonly cid: string; readonly read: ReadBlock };

/**
 * Reads and checks the bundle whose UnixFS directory is `cid`: each block against its CID, program and weights against their hash
 * and size in the manifest, the program against its limits, the manifest against the program. Throws BundleError, or
 * EngineError for a bad program.
 */
export async function openBundle({ cid, read }: BundleDoor): Promise<Bundle> {
  const entries = await readBundleEntries({ cid, read });
  const file = (name: BundleFileName) => readEntry({ entries, name, read });
  const manifest = parseManifest(await file('manifest.json'));
  const programBytes = await file('program.json');
  agree('size of program.json', programBytes.length, manifest.program.bytes);
  agree('programHash', hashProgram(programBytes), manifest.program.hash);
  const program = parseProgram(programBytes);
  agree('longest input', manifest.input.maxBytes, program.maxInput);
  agree('longest output', manifest.output.maxBytes, program.maxOutput);
  agree('macsPerStep', manifest.macsPerStep, program.macsPerStep);
  const card = new TextDecoder().decode(await file('card.md'));
  const weights = await file('weights.bin');
  agree('size of weights.bin', weights.length, manifest.weights.bytes);
  agree('modelHash', hashWeights(weights, loadEngine().hashPairs), manifest.weights.hash);
  agree('bytes of weights', weights.length, program.weightsBytes);
  return { cid, manifest, program, programBytes, weights, card };
}

/** One file of a bundle, checked against the bundle's CID. */
export async function readBundleFile({ cid, read, name }: BundleDoor & { name: BundleFileName }): Promise<Uint8Array> {
  return readEntry({ entries: await readDirectory(read, cid), name, read });
}

/** The manifest of a bundle, checked against the bundle's CID. */
export async function openManifest(door: BundleDoor): Promise<Manifest> {
  return parseManifest(await readBundleFile({ ...door, name: 'manifest.json' }));
}

/** The golden outputs of a bundle, checked against the bundle's CID. */
export async function openGolden(door: BundleDoor): Promise<Golden> {
  return parseGolden(await readBundleFile({ ...door, name: 'golden.json' }));
}

/** Which of a bundle's files are where; throws `bundle/bad-files` for a directory that is no bundle. */
export async function readBundleEntries({ cid, read }: BundleDoor): Promise<ReadonlyMap<BundleFileName, string>> {
  const entries = await readDirectory(read, cid);
  checkFileNames(entries.keys());
  return new Map([...entries].flatMap(([name, file]) => (isBundleFile(name) ? [[name, file] as const] : [])));
}

type Entry = { entries: ReadonlyMap<string, string>; name: BundleFileName; read: ReadBlock };

async function readEntry({ entries, name, read }: Entry): Promise<Uint8Array> {
  const cid = entries.get(name);
  if (cid === undefined) throw new BundleError('bundle/bad-files', `The bundle has no ${name}.`);
  return readFile({ cid, read, maxBytes: MAX_FILE_BYTES[name] });
}

function agree(what: string, actual: string | number, expected: string | number): void {
  if (actual !== expected) throw new BundleError('bundle/inconsistent', `The ${what} is ${actual}, not ${expected}.`);
}
