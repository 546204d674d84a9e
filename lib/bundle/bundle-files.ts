import { LIMITS } from '../engine/limits.ts';
import { BundleError } from './error.ts';

/** The files that every bundle has. */
export const BUNDLE_FILES = ['manifest.json', 'program.json', 'weights.bin', 'card.md', 'golden.json'] as const;

/** Files that a bundle may have: what the compiler says of the tensors it made. */
export const OPTIONAL_FILES = ['quantisation.json'] as const;

/** The name of a file of a bundle. */
export type BundleFileName = (typeof BUNDLE_FILES)[number] | (typeof OPTIONAL_FILES)[number];

/** The most bytes of each file. */
export const MAX_FILE_BYTES: Readonly<Record<BundleFileName, number>> = {
  'manifest.json': 65_536,
  'program.json': LIMITS.programBytes,
  'weights.bin': LIMITS.weightsBytes,
  'card.md': 262_144,
  'golden.json': 16 * 1024 * 1024,
  'quantisation.json': 4 * 1024 * 1024,
};

/** The most bytes of a bundle: all its files at their largest, and a hundredth for the nodes above them. */
export const MAX_BUNDLE_BYTES = Math.ceil(1.01 * Object.values(MAX_FILE_BYTES).reduce((sum, bytes) => sum + bytes, 0));

/** True for a file that a bundle has or may have. */
export function isBundleFile(name: string): name is BundleFileName {
  return Object.hasOwn(MAX_FILE_BYTES, name);
}

/** Throws `bundle/bad-files` that names what is missing, or what no bundle has. */
export function checkFileNames(names: Iterable<string>): void {
  const given = new Set(names);
  const missing = BUNDLE_FILES.filter((name) => !given.has(name));
  if (missing.length > 0) throw new BundleError('bundle/bad-files', `The bundle has no ${missing.join(', no ')}.`);
  const foreign = [...given].filter((name) => !isBundleFile(name));
  if (foreign.length > 0)
    throw new BundleError('bundle/bad-files', `No bundle has a file ${foreign.join(', ').slice(0, 200)}.`);
}
