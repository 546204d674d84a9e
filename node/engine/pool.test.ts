import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { bytesToHex, hexToBytes } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGolden } from '../../lib/bundle/golden.ts';
import { readBundleFolder } from '../../lib/server/bundle-folder.ts';
import { type AddedBundle, addFiles } from '../store/admit-bundle.ts';
import { openBundleStore } from '../store/bundle-store.ts';
import { createEnginePool } from './pool.ts';
import type { EngineJob } from './protocol.ts';

const BUNDLE = path.join(import.meta.dirname, '../../models/psalter/bundle');
const logger = pino({ level: 'silent' });

describe('engine pool', () => {
  let dir: string;
  let blocksDir: string;
  let bundle: AddedBundle;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-pool-'));
    const store = await openBundleStore({ dir, maxBytes: 1e9, nowMs: Date.now });
    blocksDir = store.blocks.dir;
    bundle = await addFiles(store, await readBundleFolder(BUNDLE), 'models');
  });
  afterAll(() => rm(dir, { recursive: true }));

  const jobOf = (input: Uint8Array): EngineJob => ({
    cid: bundle.cid,
    modelHash: bundle.manifest.weights.hash,
    programHash: bundle.manifest.program.hash,
    input,
  });
  const goldenCase = async () => {
    const [first] = parseGolden(await readFile(path.join(BUNDLE, 'golden.json'))).cases;
    if (first === undefined) throw new Error('no golden case');
    return first;
  };

  it('gives the golden output and root, also for runs side by side', async () => {
    const pool = createEnginePool({ size: 2, timeoutMs: 60_000, storeDir: blocksDir, logger });
    const golden = await goldenCase();
    const results = await Promise.all([1, 2, 3].map(() => pool.run(jobOf(hexToBytes(golden.input)))));
    for (const { output, traceRoot, steps } of results) {
      expect(bytesToHex(output)).toBe(golden.output);
      expect(bytesToHex(traceRoot)).toBe(golden.traceRoot);
      expect(steps).toBe(golden.steps);
    }
    expect(pool.load()).toBe(0);
    await pool.close();
  });

  it('fails for good on an input that the model refuses and on a bundle that is another model', async () => {
    const pool = createEnginePool({ size: 1, timeoutMs: 60_000, storeDir: blocksDir, logger });
    const tooLong = new Uint8Array(bundle.manifest.input.maxBytes + 1);
    await expect(pool.run(jobOf(tooLong))).rejects.toMatchObject({ code: 'engine/failed', isRetryable: false });
    const other = { ...jobOf(Uint8Array.of(65)), modelHash: bundle.manifest.program.hash };
    await expect(pool.run(other)).rejects.toMatchObject({ isRetryable: false });
    await pool.close();
  });

  it('ends a run that takes too long, and runs the next one', async () => {
    const pool = createEnginePool({ size: 1, timeoutMs: 5, storeDir: blocksDir, logger });
    await expect(pool.run(jobOf(Uint8Array.of(65)))).rejects.toThrow('more than 5 ms');
    await pool.close();
    await expect(pool.run(jobOf(Uint8Array.of(65)))).rejects.toMatchObject({ isRetryable: true });
  });
});
