import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that `npm start` runs. It is started again when it dies, up to a limit. */
export type ProgramSpec = { name: string; command: string; args: string[]; env: Record<string, string | undefined> };

const RESTARTS = { limit: 5, windowMs: 120_000, delayMs: 1_000 } as const;
const STOP_GRACE_MS = 15_000;

/** The running programs, their common log, and their common end. */
export class ProcessGroup {
  readonly #running = new Map<string, ChildProcess>();
  readonly #deaths = new Map<string, number[]>();
  readonly #log: (name: string, line: string) => void;
  readonly #onGiveUp: (name: string) => void;
  #isStopping = false;

  constructor({ log, onGiveUp }: { log: (name: string, line: string) => void; onGiveUp: (name: string) => void }) {
    this.#log = log;
    this.#onGiveUp = onGiveUp;
  }

  /** Process ids of what runs now, by program name. */
  pids(): Record<string, number> {
    const pairs = [...this.#running].flatMap(([name, child]) => (child.pid === undefined ? [] : [[name, child.pid]]));
    return Object.fromEntries(pairs);
  }

  /** Starts a program and keeps it alive. */
  start(spec: ProgramSpec): void {
    const child = this.#spawn(spec, (line) => this.#log(spec.name, line));
    this.#running.set(spec.name, child);
    child.once('exit', (code, signal) => {
      this.#running.delete(spec.name);
      if (this.#isStopping) return;
      this.#log(spec.name, `ended (${signal ?? `exit ${code}`})`);
      const now = Date.now();
      const deaths = [...(this.#deaths.get(spec.name) ?? []), now].filter((at) => now - at < RESTARTS.windowMs);
      this.#deaths.set(spec.name, deaths);
      if (deaths.length > RESTARTS.limit) {
        this.#onGiveUp(spec.name);
        return;
      }
      setTimeout(() => {
        if (!this.#isStopping) this.start(spec);
      }, RESTARTS.delayMs * deaths.length);
    });
  }

  /** Runs a program to its end. Its lines come into the common log only when it fails, and then this rejects. */
  runToEnd(spec: ProgramSpec): Promise<void> {
    const lines: string[] = [];
    const child = this.#spawn(spec, (line) => lines.push(line));
    this.#running.set(spec.name, child);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#running.delete(spec.name);
        if (code === 0) {
          resolve();
          return;
        }
        for (const line of lines) this.#log(spec.name, line);
        reject(new Error(`${spec.name} failed (${signal ?? `exit ${code}`})`));
      });
    });
  }

  /** Ends every program but the named one, the last started first: each politely, then not. None is started again. */
  async stopAllBut(name: string): Promise<void> {
    this.#isStopping = true;
    const names = [...this.#running.keys()].filter((running) => running !== name).reverse();
    for (const each of names) await this.#stopOne(each);
  }

  /** Ends what still runs. */
  async stopAll(): Promise<void> {
    await this.stopAllBut('');
  }

  async #stopOne(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalTree(child.pid, 'SIGTERM');
    const timer = setTimeout(() => signalTree(child.pid ?? 0, 'SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(timer);
  }

  #spawn(spec: ProgramSpec, onLine: (line: string) => void): ChildProcess {
    // A process group of its own: a Ctrl-C in the terminal must reach only us, so that we can end the parts in order.
    const child = spawn(spec.command, spec.args, {
      env: { ...process.env, ...spec.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    }
    child.once('error', (error) => this.#log(spec.name, `could not be started: ${error.message}`));
    return child;
  }
}

/** Signals a process and everything it started. A process that is gone is no error. */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
