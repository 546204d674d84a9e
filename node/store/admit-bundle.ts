import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MAX_BUNDLE_BYTES } from '../../lib/bundle/bundle-files.ts';
import { type OpenCar, openCar } from '../../lib/bundle/car.ts';
import { importFiles } from '../../lib/bundle/import-files.ts';
import type { Manifest } from '../../lib/bundle/manifest.ts';
import { openBundle, openGolden } from '../../lib/bundle/open-bundle.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { readBundleFolder } from '../../lib/server/bundle-folder.ts';
import type { Logger } from '../logger.ts';
import type { BundleOrigin } from './bundle-record.ts';
import type { BundleStore, Staging } from './bundle-store.ts';
import { createLock } from './lock.ts';

/** A bundle that was checked and stored. */
export type AddedBundle = { cid: string; manifest: Manifest };

/** One bundle at a time is opened to be checked: each may hold 256 MiB of weights in memory. */
const checking = createLock();

/**
 * Receives a bundle as a CAR, block by block, and keeps it when it is sound. Nothing stays of one that is not, or that broke off.
 *
 * @throws AppError `input/invalid` that says what is wrong with it, `store/full`, or what the stream throws
 */
export async function receiveBundle(
  store: BundleStore,
  stream: AsyncIterable<Uint8Array>,
  options: { origin: BundleOrigin; root?: string },
): Promise<AddedBundle> {
  const { origin, ...root } = options;
  return admit(store, origin, async (staging) => {
    let car: OpenCar;
    try {
      car = await openCar(stream, { ...root, maxBytes: MAX_BUNDLE_BYTES });
      for await (const block of car.blocks) await staging.put(block);
    } catch (error) {
      throw refusal(error);
    }
    return car.root;
  });
}

/** Checks the files of a bundle and keeps it. Throws AppError `input/invalid` when it is not sound, `store/full`. */
export async function addFiles(
  store: BundleStore,
  files: ReadonlyMap<string, Uint8Array>,
  origin: BundleOrigin,
): Promise<AddedBundle> {
  return admit(store, origin, async (staging) => {
    const { cid, blocks } = await importFiles(files);
    for (const [name, bytes] of blocks) await staging.put({ cid: name, bytes });
    return cid;
  });
}

/** Imports the bundles of a models folder: every `<name>/bundle` below it. A broken one is logged and left out. */
export async function importModels(store: BundleStore, modelsDir: string, logger: Logger): Promise<AddedBundle[]> {
  const added: AddedBundle[] = [];
  for (const dir of await bundleFolders(modelsDir)) {
    try {
      const bundle = await addFiles(store, await readBundleFolder(dir), 'models');
      logger.info({ dir, cid: bundle.cid }, 'bundle imported');
      added.push(bundle);
    } catch (error) {
      logger.error({ error, dir }, 'bundle not imported');
    }
  }
  return added;
}

async function admit(
  store: BundleStore,
  origin: BundleOrigin,
  fill: (staging: Staging) => Promise<string>,
): Promise<AddedBundle> {
  const staging = await store.stage();
  try {
    const cid = await fill(staging);
    const manifest = await checking(() => openChecked(cid, staging));
    await staging.keep(cid, origin);
    return { cid, manifest };
  } finally {
    await staging.close();
  }
}

async function openChecked(cid: string, { get }: Staging): Promise<Manifest> {
  try {
    const { manifest } = await openBundle({ cid, read: get });
    await openGolden({ cid, read: get });
    return manifest;
  } catch (error) {
    throw refusal(error);
  }
}

/** Our own errors about the disk or the connection as they are; what is wrong with the bundle as the sender's fault. */
function refusal(error: unknown): unknown {
  const isBundles = error instanceof Error && (error.name === 'BundleError' || error.name === 'EngineError');
  if (!isBundles) return error;
  return new AppError({ code: 'input/invalid', message: `Not a sound bundle: ${error.message}`, cause: error });
}

async function bundleFolders(modelsDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(modelsDir, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory()) continue;
    const dir = path.join(modelsDir, entry.name, 'bundle');
    const names = await readdir(dir).catch((): string[] => []);
    if (names.includes('manifest.json')) found.push(dir);
  }
  return found.sort();
}
