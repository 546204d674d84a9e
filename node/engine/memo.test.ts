import { describe, expect, it } from 'vitest';
import { rememberRuns } from './memo.ts';
import type { EngineJob, EngineResult } from './protocol.ts';

const job = (byte: number): EngineJob => ({
  cid: 'bundle',
  modelHash: '0x01',
  programHash: '0x02',
  input: Uint8Array.of(byte),
});
const result: EngineResult = {
  output: new Uint8Array(),
  traceRoot: new Uint8Array(32),
  stepsRoot: new Uint8Array(32),
  steps: 1,
  runMs: 1,
};

describe('rememberRuns', () => {
  it('runs the same job once, also while it is running', async () => {
    let runs = 0;
    const runModel = rememberRuns({
      keep: 2,
      runModel: async () => {
        runs++;
        return result;
      },
    });
    await Promise.all([runModel(job(1)), runModel(job(1))]);
    await runModel(job(1));
    expect(runs).toBe(1);
    await runModel({ ...job(1), modelHash: '0x03' });
    expect(runs).toBe(2);
  });

  it('forgets failures at once, and the oldest result beyond its size', async () => {
    const seen: number[] = [];
    let fails = true;
    const runModel = rememberRuns({
      keep: 1,
      runModel: async ({ input }) => {
        seen.push(input[0] ?? 0);
        if (fails) throw new Error('no');
        return result;
      },
    });
    await expect(runModel(job(1))).rejects.toThrow('no');
    fails = false;
    await runModel(job(1));
    await runModel(job(2));
    await runModel(job(1));
    expect(seen).toEqual([1, 1, 2, 1]);
  });
});
