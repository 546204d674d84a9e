import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Block } from '../../lib/bundle/block.ts';
import { parseCid } from '../../lib/bundle/cid.ts';
import { cidsBelow } from '../../lib/bundle/walk-dag.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { type BlockStore, openBlockStore } from './block-store.ts';
import { type BundleOrigin, type BundleRecord, evictable, recordSchema } from './bundle-record.ts';
import { createLock } from './lock.ts';

/** Blocks that wait until it is known that they make a sound bundle. */
export type Staging = {
  /** Throws AppError `store/full`. */
  put: (block: Block) => Promise<void>;
  get: BlockStore['get'];
  /** Moves everything below `cid` to the store, which then remembers the bundle. */
  keep: (cid: string, origin: BundleOrigin) => Promise<void>;
  /** Forgets what was not kept. To be called in any case. */
  close: () => Promise<void>;
};

/** Bundles on disk: blocks by CID, and which of them are bundles. */
export type BundleStore = {
  readonly blocks: BlockStore;
  stage: () => Promise<Staging>;
  /** The bundles, oldest first. */
  bundles: () => BundleRecord[];
  /** Notes that a model on the chain uses the bundle. */
  use: (cid: string) => Promise<void>;
  /** Puts back a block that a kept bundle has lost. */
  mend: (block: Block) => Promise<void>;
  /** Bytes of all blocks together, with those that are being received. */
  sizeBytes: () => number;
};

/** The folder below a store's folder in which the blocks are. */
export const BLOCKS = 'blocks';
const USE_EVERY_MS = 3_600_000;

/** Opens the store in `dir`, which is made if it does not exist. One process at a time may write. */
export async function openBundleStore(options: {
  dir: string;
  /** What would make the store larger is refused, after what may go is gone. */
  maxBytes: number;
  nowMs: () => number;
}): Promise<BundleStore> {
  const { dir, maxBytes, nowMs } = options;
  const recordsDir = path.join(dir, 'bundles');
  const stagingDir = path.join(dir, 'staging');
  // What an earlier process was receiving when it ended.
  await rm(stagingDir, { recursive: true, force: true });
  await mkdir(recordsDir, { recursive: true });
  const blocks = openBlockStore(path.join(dir, BLOCKS));
  const lock = createLock();
  const records = await readRecords(recordsDir);
  let keptBytes = 0;
  let stagedBytes = 0;

  const write = async (record: BundleRecord): Promise<void> => {
    records.set(record.cid, record);
    const file = path.join(recordsDir, `${parseCid(record.cid)}.json`);
    await writeFile(`${file}.tmp`, JSON.stringify(record));
    await rename(`${file}.tmp`, file);
  };

  /** Deletes the blocks that belong to no bundle. */
  const sweep = async (): Promise<void> => {
    const kept = new Set<string>();
    for (const { cid } of records.values()) {
      // A node that is damaged hides what is below it; that is fetched again with it.
      const below = cidsBelow({ cid, read: blocks.get });
      for (let next = await nextOf(below); next !== null; next = await nextOf(below)) kept.add(next);
    }
    for await (const cid of blocks.list()) if (!kept.has(cid)) await blocks.delete(cid);
    keptBytes = await sizeOf(blocks);
  };

  await blocks.tidy();
  await sweep();

  const makeRoom = (bytes: number): Promise<void> =>
    lock(async () => {
      const missing = () => keptBytes + stagedBytes + bytes - maxBytes;
      for (const { cid } of evictable([...records.values()], nowMs())) {
        if (missing() <= 0) return;
        records.delete(cid);
        await rm(path.join(recordsDir, `${cid}.json`), { force: true });
        await sweep();
      }
      if (missing() > 0)
        throw new AppError({ code: 'store/full', message: 'The store of this node is full.', isRetryable: true });
    });

  const stage = async (): Promise<Staging> => {
    const area = openBlockStore(path.join(stagingDir, randomUUID()));
    await mkdir(area.dir, { recursive: true });
    const sizes = new Map<string, number>();
    return {
      get: area.get,
      put: async (block) => {
        if (keptBytes + stagedBytes + block.bytes.length > maxBytes) await makeRoom(block.bytes.length);
        if (sizes.has(block.cid)) return;
        sizes.set(block.cid, block.bytes.length);
        stagedBytes += block.bytes.length;
        await area.put(block);
      },
      keep: (cid, origin) =>
        lock(async () => {
          const below: string[] = [];
          for await (const one of cidsBelow({ cid, read: area.get })) below.push(one);
          let size = 0;
          for (const one of below) {
            const length = sizes.get(one) ?? 0;
            size += length;
            if (!(await blocks.has(one))) keptBytes += length;
            await blocks.takeFrom(area, one);
          }
          const now = nowMs();
          const old = records.get(cid);
          const addedMs = old?.addedMs ?? now;
          // A copy of our own is worth more than one that a gateway has.
          const best = old === undefined || old.origin === 'gateway' || origin === 'models' ? origin : old.origin;
          await write({ cid, origin: best, bytes: size, addedMs, usedMs: now, isUsed: old?.isUsed ?? false });
        }),
      close: async () => {
        for (const bytes of sizes.values()) stagedBytes -= bytes;
        sizes.clear();
        await rm(area.dir, { recursive: true, force: true });
      },
    };
  };

  return {
    blocks,
    stage,
    bundles: () => [...records.values()].sort((a, b) => a.addedMs - b.addedMs || (a.cid < b.cid ? -1 : 1)),
    use: async (cid) => {
      const record = records.get(cid);
      if (record === undefined) return;
      const now = nowMs();
      if (record.isUsed && now - record.usedMs < USE_EVERY_MS) return;
      await write({ ...record, usedMs: now, isUsed: true });
    },
    mend: (block) =>
      lock(async () => {
        const isNew = !(await blocks.has(block.cid));
        await blocks.put(block);
        if (isNew) keptBytes += block.bytes.length;
      }),
    sizeBytes: () => keptBytes + stagedBytes,
  };
}

async function readRecords(dir: string): Promise<Map<string, BundleRecord>> {
  const records = new Map<string, BundleRecord>();
  for (const name of await readdir(dir)) {
    const text = name.endsWith('.json') ? await readFile(path.join(dir, name), 'utf8') : null;
    const record = text === null ? null : recordSchema.safeParse(parseJson(text)).data;
    if (record?.cid === name.slice(0, -'.json'.length)) records.set(record.cid, record);
    // A record that was being written, or damaged: its blocks are found again by whoever needs them.
    else await rm(path.join(dir, name), { force: true });
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function nextOf(cids: AsyncGenerator<string>): Promise<string | null> {
  try {
    const { done, value } = await cids.next();
    return done === true ? null : value;
  } catch {
    return null;
  }
}

async function sizeOf(blocks: BlockStore): Promise<number> {
  let size = 0;
  for await (const cid of blocks.list()) {
    size += await stat(path.join(blocks.dir, cid.slice(-2), cid)).then(
      (info) => info.size,
      // Gone since it was listed.
      () => 0,
    );
  }
  return size;
}
