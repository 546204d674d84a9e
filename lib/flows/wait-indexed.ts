/** What is needed to wait for the indexer. `indexedBlock` throws when the indexer cannot be asked. */
export type WaitIndexedOptions = {
  indexedBlock: () => Promise<bigint>;
  blockNumber: bigint;
  sleep: (milliseconds: number) => Promise<void>;
  nowMs: () => number;
  timeoutMs?: number;
};

/** Waits until the indexer has passed a block. False when it is down or far behind: then the receipt alone must do. */
export async function waitIndexed({
  indexedBlock,
  blockNumber,
  sleep,
  nowMs,
  timeoutMs = 15_000,
}: WaitIndexedOptions): Promise<boolean> {
  const startMs = nowMs();
  let failures = 0;
  while (nowMs() - startMs < timeoutMs && failures < 3) {
    try {
      if ((await indexedBlock()) >= blockNumber) return true;
      failures = 0;
    } catch {
      failures += 1;
    }
    await sleep(300);
  }
  return false;
}
