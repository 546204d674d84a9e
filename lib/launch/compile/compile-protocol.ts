import type { Compiled, CompileOptions } from '../../compiler/compile.ts';
import type { PictureForm } from '../../request/picture.ts';
import type { ModelFacts } from './inspect-model.ts';
import type { AccuracyReport } from './measure-accuracy.ts';
import type { SaidOfModel } from './said-of-model.ts';

/** How far a job is: `done` of `total` samples or operators. */
export type JobProgress = {
  readonly stage: 'calibrate' | 'quantise' | 'measure';
  readonly done: number;
  readonly total: number;
};

/** A compiled model without its files. */
export type CompileSummary = {
  readonly answer: Compiled['output']['answer'];
  /** Classes to choose from, or numbers of the answer. */
  readonly answerSize: number;
  readonly operators: number;
  readonly macs: number;
  readonly parameters: number;
  readonly weightsBytes: number;
  readonly calibrated: number;
  readonly notes: readonly string[];
  readonly report: AccuracyReport;
};

/** How to compile. Null: as the compiler thinks best. */
export type CompileSettings = {
  readonly output: string | null;
  readonly answer: NonNullable<CompileOptions['answer']> | null;
  readonly inputScale: NonNullable<CompileOptions['inputScale']> | null;
  /** What a byte of a picture's answer is of the model's number. */
  readonly outputScale: NonNullable<CompileOptions['outputScale']> | null;
};

/** What a page asks of the worker, by name. `compile` is about the model inspected last, `bundle` about the one compiled last. */
export type CompileJobs = {
  inspect: { ask: { model: Uint8Array; output: string | null }; answer: ModelFacts };
  compile: { ask: CompileSettings & { samples: readonly Uint8Array[] }; answer: CompileSummary };
  bundle: {
    ask: { said: SaidOfModel; picture: PictureForm | null; isGenerated: boolean };
    answer: Map<string, Uint8Array>;
  };
};
export type CompileJob = keyof CompileJobs;

/** What a page sends to the worker. */
export type CompileRequest = { [K in CompileJob]: { id: number; job: K; ask: CompileJobs[K]['ask'] } }[CompileJob];

/** What the worker sends back. `progress` comes at most about 20 times a second. */
export type CompileMessage =
  | { kind: 'progress'; id: number; progress: JobProgress }
  | { kind: 'done'; id: number; answer: CompileJobs[CompileJob]['answer'] }
  | { kind: 'failed'; id: number; message: string };
