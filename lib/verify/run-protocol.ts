import type { Claim, GameState, PastMove } from '../dispute/game.ts';
import type { Move, ProgramProof } from '../dispute/moves.ts';
import type { Fault } from '../dispute/should-challenge.ts';
import type { OwnNodes } from './compare-moves.ts';
import type { Explanation } from './explain.ts';

/** A model's files, already checked against their hashes, and an input. */
export type RunRequest = { program: Uint8Array; weights: Uint8Array; input: Uint8Array };

/** A finished run. `elapsedMs` is the time in the engine; `head` is what `open` takes of the program. */
export type WorkerRun = {
  output: Uint8Array;
  traceRoot: Uint8Array;
  steps: number;
  elapsedMs: number;
  head: Pick<ProgramProof, 'header' | 'recordsRoot'>;
};

/** The element that a proof showed wrong. `chunk` is the chunk that was claimed, where it was revealed. */
export type ElementAt = { step: number; tensor: number; element: number; chunk: Uint8Array | null };

/** What a page asks of the worker, by name. All but `run` are about the run before. */
export type WorkerJobs = {
  run: { ask: RunRequest; answer: WorkerRun };
  fault: { ask: { claim: Claim }; answer: Fault | null };
  decide: { ask: { claim: Claim; game: GameState; moves: readonly PastMove[] }; answer: Move };
  compare: { ask: { steps: number; moves: readonly PastMove[] }; answer: OwnNodes[] };
  explain: { ask: ElementAt; answer: Explanation | null };
};
export type WorkerJob = keyof WorkerJobs;

/** What a page sends to the worker. */
export type WorkerRequest = { [K in WorkerJob]: { id: number; job: K; ask: WorkerJobs[K]['ask'] } }[WorkerJob];

/** What the worker sends back. `progress` comes at most about 20 times a second. */
export type WorkerMessage =
  | { kind: 'progress'; id: number; step: number; output: Uint8Array }
  | { kind: 'done'; id: number; answer: WorkerJobs[WorkerJob]['answer'] }
  | { kind: 'failed'; id: number; message: string };
