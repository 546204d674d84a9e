import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFromBlocks } from '../bundle/block.ts';
import { type BundleFileName, isBundleFile } from '../bundle/bundle-files.ts';
import { importFiles } from '../bundle/import-files.ts';
import type { BundleDoor } from '../bundle/open-bundle.ts';

/** The files in a folder that belong to a bundle, by name; whatever else lies there is left alone. */
export async function readBundleFolder(folder: string): Promise<Map<BundleFileName, Uint8Array>> {
  const names = (await readdir(folder)).filter(isBundleFile).sort();
  const read = async (name: BundleFileName) => [name, new Uint8Array(await readFile(join(folder, name)))] as const;
  return new Map(await Promise.all(names.map(read)));
}

/** The bundle in a folder as if it were fetched: its CID, and its blocks. */
export async function bundleInFolder(folder: string): Promise<BundleDoor> {
  const { cid, blocks } = await importFiles(await readBundleFolder(folder));
  return { cid, read: readFromBlocks(blocks) };
}
