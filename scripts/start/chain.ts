import { existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createTestClient, type Hex, http, publicActions } from 'viem';
import type { ProgramSpec } from './process-group.ts';

const inflate = promisify(gunzip);
const QUIET_SAVE_MS = 15_000;

/** The local chain as a program: a block a second, going on from the saved state where there is one. */
export function chainProgram({
  port,
  chainId,
  statePath,
}: {
  port: number;
  chainId: number;
  statePath: string;
}): ProgramSpec {
  const args = ['--port', String(port), '--chain-id', String(chainId), '--block-time', '1', '--quiet'];
  if (existsSync(statePath)) args.push('--load-state', statePath);
  return { name: 'chain', command: 'anvil', args, env: {} };
}

/**
 * Saves the chain's state to a file, whole or not at all: anvil's own `--state` can leave half a file behind, and then
 * refuses to start.
 */
export class ChainSaver {
  readonly #client;
  readonly #path: string;
  #savedBlock = -1n;
  #savedAtMs = 0;
  #saving: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor({ rpcUrl, path }: { rpcUrl: string; path: string }) {
    this.#client = createTestClient({
      mode: 'anvil',
      transport: http(rpcUrl, { timeout: 30_000 }),
      cacheTime: 0,
    }).extend(publicActions);
    this.#path = path;
  }

  /** Saves soon after every block with transactions, and every 15 s otherwise, so that a kill loses seconds at most. */
  start(onError: (error: unknown) => void): void {
    const tick = async (): Promise<void> => {
      try {
        if (await this.#isDue()) await this.save();
      } catch (error) {
        onError(error);
      }
      this.#timer = setTimeout(tick, 2_000);
    };
    this.#timer = setTimeout(tick, 2_000);
  }

  /** Ends the periodic saving and waits for one in progress. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#saving;
  }

  /** Saves now. */
  save(): Promise<void> {
    this.#saving = this.#saving.catch(() => undefined).then(() => this.#write());
    return this.#saving;
  }

  async #isDue(): Promise<boolean> {
    const head = await this.#client.getBlockNumber();
    if (head === this.#savedBlock) return false;
    if (Date.now() - this.#savedAtMs >= QUIET_SAVE_MS) return true;
    const from = this.#savedBlock + 1n > head - 5n ? this.#savedBlock + 1n : head - 5n;
    for (let number = from < 0n ? 0n : from; number <= head; number++) {
      const block = await this.#client.getBlock({ blockNumber: number });
      if (block.transactions.length > 0) return true;
    }
    return false;
  }

  async #write(): Promise<void> {
    const head = await this.#client.getBlockNumber();
    const packed: Hex = await this.#client.dumpState();
    const state = await inflate(Buffer.from(packed.slice(2), 'hex'));
    const temporary = `${this.#path}.tmp`;
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(state);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
    this.#savedBlock = head;
    this.#savedAtMs = Date.now();
  }
}
