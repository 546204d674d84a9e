/** What a page sends to the worker: a model's files, already checked against their hashes, and an input. */
export type RunRequest = { program: Uint8Array; weights: Uint8Array; input: Uint8Array };

/** What the worker sends back. `progress` comes at most about 20 times a second. */
export type RunMessage =
  | { kind: 'progress'; step: number; output: Uint8Array }
  | { kind: 'done'; output: Uint8Array; traceRoot: Uint8Array; steps: number; elapsedMs: number }
  | { kind: 'failed'; message: string };
