import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { cidOf } from '../../lib/bundle/cid.ts';
import type { Manifest } from '../../lib/bundle/manifest.ts';
import { openBundle, openGolden } from '../../lib/bundle/open-bundle.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import type { BundleStore } from './bundle-store.ts';

/** A bundle that was checked and stored. */
export type AddedBundle = { cid: string; manifest: Manifest };

/**
 * Checks the files of one bundle against its manifest and stores those it names; other files are ignored.
 *
 * @param files bytes by file name; `manifest.json` says which of the others are meant
 * @throws AppError `input/invalid` when something is missing, or not what the manifest says
 */
export async function addBundle(store: BundleStore, files: ReadonlyMap<string, Uint8Array>): Promise<AddedBundle> {
  const manifestBytes = files.get('manifest.json');
  if (manifestBytes === undefined) {
    throw new AppError({ code: 'input/invalid', message: 'manifest.json is missing' });
  }
  const byCid = new Map([...files.values()].map((bytes) => [cidOf(bytes), bytes]));
  const read = async (cid: string): Promise<Uint8Array> => {
    const bytes = byCid.get(cid);
    if (bytes === undefined) throw new AppError({ code: 'store/not-found', message: `${cid} was not uploaded` });
    return bytes;
  };
  const cid = cidOf(manifestBytes);
  const manifest = await openChecked(cid, read);
  for (const file of [manifest.program, manifest.weights, manifest.card, manifest.golden]) {
    await store.put(await read(file.cid));
  }
  await store.put(manifestBytes);
  await store.addManifest(cid);
  return { cid, manifest };
}

/** Imports every `<modelsDir>/<name>/bundle`. A broken bundle is logged and left out. */
export async function importModels(store: BundleStore, modelsDir: string, logger: Logger): Promise<AddedBundle[]> {
  const entries = await readdir(modelsDir, { withFileTypes: true }).catch(() => []);
  const added: AddedBundle[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const dir = path.join(modelsDir, entry.name, 'bundle');
    const names = await readdir(dir).catch((): string[] => []);
    if (!names.includes('manifest.json')) continue;
    try {
      const files = new Map<string, Uint8Array>();
      for (const name of names) files.set(name, await readFile(path.join(dir, name)));
      const bundle = await addBundle(store, files);
      logger.info({ model: entry.name, cid: bundle.cid }, 'bundle imported');
      added.push(bundle);
    } catch (error) {
      logger.error({ error, dir }, 'bundle not imported');
    }
  }
  return added;
}

async function openChecked(cid: string, read: (cid: string) => Promise<Uint8Array>): Promise<Manifest> {
  try {
    const { manifest } = await openBundle({ cid, read });
    await openGolden({ manifest, read });
    return manifest;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError({ code: 'input/invalid', message: `Not a sound bundle: ${reason}`, cause });
  }
}
