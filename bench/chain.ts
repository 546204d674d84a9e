import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPublicClient, http } from 'viem';

const START_TIMEOUT_MS = 10_000;

/** A chain of our own, gone when stopped. */
export type BenchChain = { rpcUrl: string; stop: () => void };

/** Starts a fresh anvil on a free port; it mines each transaction at once, unless `options` say otherwise. */
export async function startChain(options: readonly string[] = []): Promise<BenchChain> {
  const port = await freePort();
  const command = fileURLToPath(new URL('../node_modules/.bin/anvil', import.meta.url));
  const child = spawn(command, ['--port', String(port), '--quiet', ...options], { stdio: 'ignore' });
  const stop = () => void child.kill();
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 0 }) });
  const giveUpAtMs = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await client.getChainId();
      return { rpcUrl, stop };
    } catch (cause) {
      if (failure !== undefined || Date.now() > giveUpAtMs) {
        stop();
        throw new Error('anvil did not start', { cause: failure ?? cause });
      }
      await sleep(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
