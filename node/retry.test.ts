import { describe, expect, it } from 'vitest';
import { AppError } from '../lib/errors/app-error.ts';
import { backoffMs, retry } from './retry.ts';

const backoff = { firstMs: 1, maxMs: 4 };
const passing = () => new AppError({ code: 'chain/unreachable', message: 'down', isRetryable: true });

describe('retry', () => {
  it('doubles the wait up to its bound', () => {
    expect([0, 1, 2, 3, 50].map((attempt) => backoffMs(backoff, attempt))).toEqual([1, 2, 4, 4, 4]);
  });

  it('goes on after a retryable error and gives the result', async () => {
    let tries = 0;
    const task = async () => {
      if (++tries < 3) throw passing();
      return tries;
    };
    expect(await retry(task, { backoff, signal: new AbortController().signal })).toBe(3);
  });

  it('stops at the first error that is not retryable', async () => {
    let tries = 0;
    const task = async () => {
      tries++;
      throw new AppError({ code: 'chain/reverted', message: 'no' });
    };
    await expect(retry(task, { backoff, signal: new AbortController().signal })).rejects.toThrow('no');
    expect(tries).toBe(1);
  });

  it('stops when told to, with the last error', async () => {
    const stop = new AbortController();
    const task = async () => {
      stop.abort();
      throw passing();
    };
    await expect(retry(task, { backoff, signal: stop.signal })).rejects.toThrow('down');
  });
});
