import { AppError } from '../../errors/app-error.ts';
import type { CompileJob, CompileJobs, CompileMessage, CompileRequest, JobProgress } from './compile-protocol.ts';

/** A Web Worker with the compiler, so that the page stays alive. It remembers the model between its jobs. */
export type CompileWorker = {
  /** Rejects with AppError `input/invalid` and the compiler's own sentence. */
  ask: <K extends CompileJob>(
    job: K,
    ask: CompileJobs[K]['ask'],
    onProgress?: (progress: JobProgress) => void,
  ) => Promise<CompileJobs[K]['answer']>;
  /** Ends the worker at once; whatever is under way rejects. */
  close: () => void;
};

type Waiting = {
  resolve: (answer: never) => void;
  reject: (error: AppError) => void;
  onProgress: (progress: JobProgress) => void;
};

const refused = (message: string) => new AppError({ code: 'input/invalid', message });

/** Starts a worker. */
export function openCompileWorker(): CompileWorker {
  const worker = new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const failAll = (message: string) => {
    for (const { reject } of waiting.values()) reject(refused(message));
    waiting.clear();
  };
  worker.onerror = (event) =>
    failAll(
      /memory/i.test(event.message)
        ? 'The model needs more memory than this browser gives. Compile it with `npm run -s imo -- compile` and upload the bundle.'
        : `The compiler stopped: ${event.message === '' ? 'it could not be loaded.' : event.message}`,
    );
  worker.onmessage = ({ data }: MessageEvent<CompileMessage>) => {
    const job = waiting.get(data.id);
    if (job === undefined) return;
    if (data.kind === 'progress') return job.onProgress(data.progress);
    waiting.delete(data.id);
    // The worker answers each job with the answer of that job: CompileJobs.
    if (data.kind === 'done') job.resolve(data.answer as never);
    else job.reject(refused(data.message));
  };
  return {
    ask: (job, ask, onProgress = () => undefined) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject, onProgress });
        worker.postMessage({ id: lastId, job, ask } as CompileRequest);
      }),
    close: () => {
      worker.terminate();
      failAll('Stopped.');
    },
  };
}
